import { Command } from 'commander'
import pc from 'picocolors'
import { readBundle, type Bundle } from '../bundle/read.js'
import { webCryptoSha256 } from '../bundle/sha256.js'
import { printable } from '../errors.js'
import { load, type Model } from '../index.js'
import { defaultLimits } from '../limits.js'
import { readWithin } from '../model/file.js'
import { diffAnswers, type AnswerChange } from './diff-golden.js'
import { diffParts, type PartChange } from './diff-graph.js'
import { diffSchemas, type SchemaChange } from './diff-schema.js'
import { goldenRecords } from './golden-records.js'
import { Failure, print, printJson, table } from './print.js'

interface Side {
  readonly file: string
  readonly bundle: Bundle
  readonly model: Model
}

async function open(file: string): Promise<Side> {
  const bytes = await readWithin(file, defaultLimits)
  return { file, model: await load(bytes), bundle: await readBundle(bytes, defaultLimits, webCryptoSha256) }
}

interface Difference {
  readonly identical: boolean
  readonly breaking: boolean
  readonly schema: readonly SchemaChange[]
  readonly parts: readonly PartChange[]
  readonly answers: AnswerChange
}

async function compare(a: Side, b: Side): Promise<Difference> {
  const schema = diffSchemas(a.model.schema, b.model.schema)
  const records = [...(await goldenRecords(a.bundle)), ...(await goldenRecords(b.bundle))]
  return {
    identical: a.bundle.identity === b.bundle.identity,
    breaking: schema.some(({ breaking }) => breaking),
    schema,
    parts: diffParts(a.bundle, b.bundle),
    answers: await diffAnswers(a.model, b.model, records),
  }
}

function printDifference(a: Side, b: Side, { identical, breaking, schema, parts, answers }: Difference): void {
  for (const { file, bundle } of [a, b]) {
    const { name, version } = bundle.manifest
    print(`${printable(file)}  ${printable(name)} ${printable(version)}  identity ${bundle.identity}`)
  }
  if (identical) {
    print('the same bundle')
    return
  }
  print(`\n${pc.bold('schema')}  ${breaking ? pc.red('breaking') : pc.green('compatible')}`)
  print(table(schema.map((change) => ['', change.breaking ? 'breaking' : 'compatible', change.at, change.message])))
  print(`\n${pc.bold('transforms and weights')}`)
  const deviation = (change: PartChange): string => (change.deviation === null ? '' : `worst ${change.deviation}`)
  print(table(parts.map((part) => ['', part.part, part.name, part.change, part.message, deviation(part)])))
  print(`\n${pc.bold('golden records')}  ${answers.records}`)
  print(`  refused by the first only: ${answers.refusedByFirst}, by the second only: ${answers.refusedBySecond}`)
  const rows = Object.entries(answers.outputs)
  print(table(rows.map(([name, { differ, worst }]) => ['', name, `${differ} differ`, `worst deviation ${worst}`])))
}

async function diff(first: string, second: string, { json }: { json?: true }): Promise<void> {
  const [a, b] = [await open(first), await open(second)]
  const difference = await compare(a, b)
  const side = ({ file, bundle: { identity, manifest } }: Side): object => ({
    file,
    identity,
    name: manifest.name,
    version: manifest.version,
  })
  if (json) printJson({ first: side(a), second: side(b), ...difference })
  else printDifference(a, b, difference)
  if (difference.breaking) throw new Failure()
}

export function diffCommand(): Command {
  return new Command('diff')
    .description(
      'compare two bundles: schema, transforms, weights, answers; exits with 1 when the second one breaks callers',
    )
    .argument('<first>', 'a bundle, such as the one in use')
    .argument('<second>', 'the one to take its place')
    .option('--json', 'print one JSON document')
    .action(diff)
}
