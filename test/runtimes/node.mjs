import { findBinary } from './child.mjs'
import { commandLineRuntime } from './command-line.mjs'

/** The Node that runs the drivers. */
export const node = commandLineRuntime({ name: 'node', engine: 'V8', command: process.execPath })

/** The same Node, unable to compile text. */
export const nodeNoEval = commandLineRuntime({
  name: 'node-no-eval',
  engine: 'V8',
  command: process.execPath,
  args: ['--disallow-code-generation-from-strings'],
  refusesText: true,
})

/** Other versions, as npm has them for this platform. */
const version = (name, packageName) =>
  commandLineRuntime({ name, engine: 'V8', command: findBinary([`${packageName}/bin/node`]) })

export const node22 = version('node-22', 'node22')
export const node24 = version('node-24', 'node24')
export const nodeNewest = version('node-newest', 'node26')

const arm64 = findBinary(['../arm64/node/bin/node'])

/** Node for arm64, emulated instruction by instruction. */
export const nodeArm64 = commandLineRuntime({
  name: 'node-arm64',
  engine: 'V8 (arm64)',
  command: arm64 && '/usr/bin/qemu-aarch64-static',
  args: ['-L', '/usr/aarch64-linux-gnu', arm64],
})
