import { bun } from './bun.mjs'
import { deno } from './deno.mjs'
import { edgeRuntime } from './edge-runtime.mjs'
import { node, node22, node24, nodeArm64, nodeNewest, nodeNoEval } from './node.mjs'
import { chromium, chromiumServiceWorker, chromiumWorker, firefox, firefoxWorker } from './puppeteer.mjs'
import { quickjs } from './quickjs.mjs'
import { starlingmonkey } from './starlingmonkey.mjs'
import { webkitgtk } from './webkit.mjs'
import { workerd } from './workerd.mjs'

/** Every runtime of the matrix, in the order of its table. */
export const runtimes = [
  node,
  node22,
  node24,
  nodeNewest,
  nodeNoEval,
  nodeArm64,
  deno,
  bun,
  workerd,
  edgeRuntime,
  chromium,
  chromiumWorker,
  chromiumServiceWorker,
  firefox,
  firefoxWorker,
  webkitgtk,
  quickjs,
  starlingmonkey,
]
