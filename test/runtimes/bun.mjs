import { findBinary } from './child.mjs'
import { commandLineRuntime } from './command-line.mjs'

/** Bun, whose `Math` is the system's libm. */
export const bun = commandLineRuntime({
  name: 'bun',
  engine: 'JavaScriptCore',
  command: findBinary(['@oven/bun-linux-x64/bin/bun', '@oven/bun-linux-aarch64/bin/bun']),
})
