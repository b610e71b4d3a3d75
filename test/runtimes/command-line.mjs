import { runCommand } from './child.mjs'

const program = new URL('inside/command-line.mjs', import.meta.url).pathname

/** A driver for a runtime that has a command line and Node's file functions. `command` undefined means that it is not installed. */
export function commandLineRuntime({ name, engine, command, args = [], refusesText = false }) {
  return {
    name,
    engine,
    available: () => (command === undefined ? 'not installed (npm ci in test/runtimes)' : null),
    async run(bundlePath, dataPath) {
      const rest = refusesText ? ['must-refuse-text'] : []
      return JSON.parse(await runCommand(command, [...args, program, bundlePath, dataPath, ...rest]))
    },
  }
}
