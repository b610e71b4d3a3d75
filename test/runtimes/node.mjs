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
