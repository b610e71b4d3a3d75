import { findBinary } from './child.mjs'
import { commandLineRuntime } from './command-line.mjs'

export const bunBinary = findBinary(['@oven/bun-linux-x64/bin/bun', '@oven/bun-linux-aarch64/bin/bun'])

/** Bun, whose `Math` is the system's libm. */
export const bun = commandLineRuntime({
  name: 'bun',
  engine: 'JavaScriptCore',
  command: bunBinary,
})
