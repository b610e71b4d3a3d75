import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { Failure, print, UsageError } from './print.js'

function argumentsOf(line: string): readonly string[] {
  try {
    const given = JSON.parse(line) as unknown
    if (Array.isArray(given) && given.every((item) => typeof item === 'string')) return given
  } catch {
    // As what is JSON, but no such array.
  }
  throw new UsageError('expected a JSON array of strings on each line')
}

/**
 * For programs that need several commands and one start: an empty line follows what each prints. The greatest of their exits is the exit
 * of all.
 */
export function batchCommand(run: (args: readonly string[]) => Promise<number>): Command {
  return new Command('batch')
    .description('run commands: each line of standard input is a JSON array of arguments')
    .action(async () => {
      let exit = 0
      for await (const line of createInterface({ input: process.stdin })) {
        exit = Math.max(exit, await run(argumentsOf(line)))
        print('')
      }
      if (exit > 0) throw new Failure(exit)
    })
}
