import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { print, UsageError } from './print.js'

function argumentsOf(line: string): readonly string[] {
  try {
    const given = JSON.parse(line) as unknown
    if (Array.isArray(given) && given.every((item) => typeof item === 'string')) return given
  } catch {
    // As what is JSON, but no such array.
  }
  throw new UsageError('expected a JSON array of strings on each line')
}

/** For programs that need several commands and one start: an empty line follows what each prints. */
export function batchCommand(run: (args: readonly string[]) => Promise<number>): Command {
  return new Command('batch')
    .description('run commands: each line of standard input is a JSON array of arguments')
    .action(async () => {
      for await (const line of createInterface({ input: process.stdin })) {
        await run(argumentsOf(line))
        print('')
      }
    })
}
