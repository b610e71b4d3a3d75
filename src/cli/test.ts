import { Command, Option } from 'commander'
import pc from 'picocolors'
import { printable } from '../errors.js'
import type { GoldenReport } from '../model/golden.js'
import { backends, openModel, type BackendName } from './open.js'
import { Failure, print, printJson } from './print.js'

const shown = 20

function printReport({ ok, cases, failures, worst, digest, identity }: GoldenReport): void {
  for (const failure of failures.slice(0, shown)) {
    print(
      `${pc.red('FAIL')} ${printable(failure.case)}${failure.output === null ? '' : `, ${printable(failure.output)}`}: ${failure.message}`,
    )
  }
  if (failures.length > shown) print(`… and ${failures.length - shown} more`)
  const failed = new Set(failures.map((failure) => failure.case)).size
  print(`${ok ? pc.green('ok') : pc.red('not ok')}  ${cases} cases, ${failed} failed`)
  for (const [output, deviation] of Object.entries(worst))
    print(`worst deviation of ${printable(output)}: ${deviation}`)
  print(`digest    ${digest}`)
  print(`identity  ${identity}`)
}

export function testCommand(): Command {
  return new Command('test')
    .description('replay the golden cases of a bundle')
    .argument('<file>', 'a bundle')
    .addOption(new Option('--backend <name>', 'inference engine').choices(backends).default('js'))
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: { backend: BackendName; json?: true }) => {
      const model = await openModel(file, options.backend)
      const report = await model.test()
      if (options.json) printJson(report)
      else printReport(report)
      if (!report.ok) throw new Failure()
    })
}
