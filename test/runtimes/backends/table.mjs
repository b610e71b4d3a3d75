import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bun } from '../bun.mjs'
import { deno } from '../deno.mjs'
import { node, nodeNewest } from '../node.mjs'
import { chromium, chromiumServiceWorker, chromiumWorker, firefox, puppeteerRuntime } from '../puppeteer.mjs'
import { webkitgtk } from '../webkit.mjs'
import { workerd } from '../workerd.mjs'
import { peers } from './build.mjs'

const inside = (name, kind) => ({ name, kind, path: new URL(`inside/${name}`, import.meta.url).pathname })

/** What `run` of a runtime takes after the program and the data. */
const wasmIsServed = ({ wasm }) => wasm
const wasmIsModule = ({ wasm }) => ({
  worker: inside('workerd.mjs', 'esModule'),
  more: [inside('with-module.mjs', 'esModule'), { name: 'engine.wasm', kind: 'wasm', path: wasm }],
})
const wasmIsFile = () => undefined

/** A runtime with a backend; those of a group give the same bits. */
function withBackend(backend, group, { name, engine, available, run }, third = wasmIsFile) {
  const packageName = backend === 'node' ? 'onnxruntime-node' : 'onnxruntime-web'
  return {
    name: group === 'ort-web' ? name : `${name}-${group}`,
    engine: group,
    group,
    available: () =>
      existsSync(join(peers, packageName)) ? available() : `no ${packageName} (npm ci --ignore-scripts in test/ort)`,
    run: (programs, dataPath) => run(programs[backend].bundlePath, dataPath, third(programs[backend])),
  }
}

const swiftShader = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']

export const backends = [
  withBackend('web', 'ort-web', node),
  withBackend('web', 'ort-web', nodeNewest),
  withBackend('web', 'ort-web', deno),
  withBackend('web', 'ort-web', bun),
  withBackend('web', 'ort-web', workerd, wasmIsModule),
  withBackend('web', 'ort-web', chromium, wasmIsServed),
  withBackend('web', 'ort-web', chromiumWorker, wasmIsServed),
  withBackend('web', 'ort-web', chromiumServiceWorker, wasmIsServed),
  withBackend('web', 'ort-web', firefox, wasmIsServed),
  withBackend('web', 'ort-web', webkitgtk, wasmIsServed),
  withBackend('webgpu', 'webgpu', puppeteerRuntime('chromium', 'page', swiftShader), wasmIsServed),
  withBackend('node', 'ort-node', node),
]
