#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { batchCommand } from './batch.js'
import { benchCommand } from './bench.js'
import { diffCommand } from './diff.js'
import { inspectCommand } from './inspect.js'
import { packCommand, unpackCommand } from './pack.js'
import { predictCommand } from './predict.js'
import { Failure, printError, printJson, saying, UsageError } from './print.js'
import { testCommand } from './test.js'
import { typesCommand } from './types.js'
import { validateCommand } from './validate.js'

/** Put there by the build, from package.json. */
const version = process.env.SKEWLESS_VERSION!

const commands = [
  validateCommand,
  testCommand,
  predictCommand,
  inspectCommand,
  diffCommand,
  benchCommand,
  typesCommand,
  packCommand,
  unpackCommand,
  () => batchCommand(run),
]

function program(): Command {
  const all = new Command('skewless')
    .description('Portable model bundles: check, test, score and look into them.')
    .version(version)
    .showHelpAfterError('(skewless --help says what there is)')
    .exitOverride()
  for (const command of commands) all.addCommand(command().exitOverride().copyInheritedSettings(all))
  return all
}

/** 0: fine. 1: the bundle or the data is not. 2: wrong usage. */
async function run(args: readonly string[]): Promise<number> {
  let json = false
  const all = program().hook('preAction', (_all, command) => {
    json = command.opts<{ json?: true }>().json === true
  })
  try {
    await all.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof Failure) return error.exit
    if (error instanceof UsageError) {
      printError(error)
      return 2
    }
    const said = saying(error)
    if (said === null) throw error
    if (said.code === 'EPIPE') return 0
    printError(error as Error)
    if (json) printJson({ ok: false, error: said })
    return 1
  }
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) closes the pipe.
    if (error.code === 'EPIPE') process.exit(0)
    printError(error)
    process.exit(1)
  })
}
process.exitCode = await run(process.argv.slice(2))
