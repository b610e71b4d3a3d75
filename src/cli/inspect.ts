import { Command, Option } from 'commander'
import pc from 'picocolors'
import { decodeGolden, type Golden } from '../bundle/golden.js'
import type { Training } from '../bundle/manifest.js'
import { decodeProfile, type Profile, type ProfileColumn } from '../bundle/profile.js'
import type { Bundle } from '../bundle/read.js'
import { printable } from '../errors.js'
import { decodeGraph, type Graph } from '../graph/document.js'
import { readJson } from '../json/canonical.js'
import { defaultLimits } from '../limits.js'
import { readBundleFile } from '../model/file.js'
import { decodeSchema, type Schema } from '../schema/document.js'
import { cellPaths, type Output } from '../schema/output.js'
import { allTypes } from '../schema/types/index.js'
import { importForms, importsOf, type ImportForm } from './imports.js'
import { print, printJson, table, UsageError } from './print.js'

/** Text inside a Mermaid label: quotes and brackets as entities. */
function label(text: string): string {
  return `"${printable(text, 80).replaceAll('\\"', '"').replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`
}

/** The graph as a Mermaid flowchart: inputs, nodes, outputs. */
export function mermaid(graph: Graph): string {
  const names = new Map<string, string>()
  const lines = ['flowchart LR']
  const node = (ref: string): string => {
    const key = ref.startsWith('input:') ? ref : ref.split('.')[0]!
    const known = names.get(key)
    if (known !== undefined) return known
    const name = `i${names.size}`
    names.set(key, name)
    lines.push(`  ${name}([${label(key.slice('input:'.length))}])`)
    return name
  }
  for (const step of graph.nodes) {
    const sources = 'model' in step ? [...step.inputs.values()] : step.inputs
    const from = sources.map(node)
    // Mermaid has words of its own, such as end.
    const name = `n_${step.id}`
    names.set(step.id, name)
    lines.push(`  ${name}[${label('model' in step ? step.model : `${step.id}: ${step.op}`)}]`)
    for (const source of from) lines.push(`  ${source} --> ${name}`)
  }
  for (const [output, ref] of graph.outputs) {
    lines.push(`  ${node(ref)} --> o${lines.length}([${label(output)}])`)
  }
  return lines.join('\n')
}

function keysText(output: Output): string {
  return (cellPaths(output) ?? []).map((path) => path.join('.')).join(', ')
}

function printTraining({ libraries, platform, source_revision: revision, data, metrics }: Training): void {
  const versions = [...libraries].map(([name, version]) => `${name} ${version}`)
  if (platform !== null) versions.push(`on ${platform}`)
  if (revision !== null) versions.push(`revision ${revision}`)
  if (versions.length > 0) print(`trained   ${printable(versions.join(', '))}`)
  for (const { name, rows, period, digest } of data) {
    const parts = [name, rows === null ? '' : `${rows} rows`, period ?? '', digest ?? '']
    print(`data      ${printable(parts.filter((part) => part !== '').join(', '))}`)
  }
  for (const [name, value] of metrics) print(`metric    ${printable(name)} ${value}`)
}

function printGolden({ cases, backends }: Golden): void {
  const refused = cases.filter(({ outputs }) => outputs === null).length
  print(`\n${pc.bold('golden')}\n  ${cases.length} cases, ${refused} of them to be refused`)
  for (const { backend, digest, worst } of backends) {
    const deviations = [...worst].map(([output, deviation]) => `${output} ${deviation}`)
    print(`  ${printable([backend, `digest ${digest}`, ...deviations].join(', '), 1000)}`)
  }
}

/** A column of the profile in a few words. */
function statistics({ count, missing, numbers, values }: ProfileColumn): string[] {
  const gaps = missing === 0 ? '' : `${((100 * missing) / count).toFixed(1)} % missing`
  if (numbers !== null) return [`${numbers.min} to ${numbers.max}`, `median ${numbers.quantiles[11]!}`, gaps]
  if (values === null) return ['', '', gaps]
  return [`${values.distinct} different`, values.listed[0] ? `most often ${String(values.listed[0].value)}` : '', gaps]
}

function printProfile({ rows, predicted, inputs, outputs }: Profile): void {
  print(`\n${pc.bold('profile')}\n  of ${rows} rows, ${predicted} of them scored`)
  print(table(inputs.map((column) => ['', column.name, ...statistics(column)])))
  print(
    table(outputs.map((cell) => ['', cell.key === null ? cell.name : `${cell.name}.${cell.key}`, ...statistics(cell)])),
  )
}

function printSummary(
  { manifest, identity, tensors }: Bundle,
  schema: Schema,
  graph: Graph,
  golden: Golden | null,
  profile: Profile | null,
): void {
  print(`${pc.bold(printable(manifest.name))} ${printable(manifest.version)}  ${printable(manifest.description)}`)
  print(`identity  ${identity}`)
  print(`verified  ${manifest.verified ? 'yes: the exporter replayed its golden cases' : pc.yellow('no')}`)
  if (manifest.licence !== null) print(`licence   ${printable(manifest.licence)}`)
  if (manifest.owner !== null) print(`owner     ${printable(manifest.owner)}`)
  if (manifest.created !== null) print(`created   ${manifest.created}`)
  if (manifest.training !== null) printTraining(manifest.training)
  if (manifest.contains_training_rows.length > 0) {
    print(pc.yellow(`rows of the training data are in ${manifest.contains_training_rows.join(', ')}`))
  }
  print(`\n${pc.bold('in')}`)
  print(
    table(schema.inputs.map(({ name, type, unit, description }) => ['', name, type, unit ?? '', description ?? ''])),
  )
  print(`\n${pc.bold('out')}`)
  print(table(schema.outputs.map((output) => ['', output.name, output.type, output.meaning, keysText(output)])))
  const ops = new Map<string, number>()
  for (const node of graph.nodes) {
    const op = 'model' in node ? 'model call' : node.op
    ops.set(op, (ops.get(op) ?? 0) + 1)
  }
  print(`\n${pc.bold('graph')}`)
  print(table([...ops].map(([op, count]) => ['', op, String(count)])))
  if (golden !== null) printGolden(golden)
  if (profile !== null) printProfile(profile)
  print(`\n${pc.bold('entries')}`)
  print(table(manifest.entries.map(({ name, size }) => ['', name, `${size} bytes`])))
  const models = manifest.entries.filter(({ name }) => name.startsWith('models/'))
  print(`\n${models.length} models, ${tensors.size} tensors`)
}

interface Options {
  readonly json?: true
  readonly graph?: string
  readonly imports?: true | ImportForm
}

async function inspect(file: string, { json, graph: drawing, imports }: Options): Promise<void> {
  const forms = [json, drawing, imports].filter((form) => form !== undefined)
  if (forms.length > 1) throw new UsageError('expected one of --json, --graph and --imports, got several')
  if (imports) {
    print(await importsOf(file, imports === true ? 'fast' : imports))
    return
  }
  const bundle = await readBundleFile(file, defaultLimits)
  const schema = decodeSchema(bundle.schema, allTypes, 'schema.json#')
  const graph = decodeGraph(bundle.graph, 'graph.json#')
  const bytes = await bundle.entry('golden.json')
  const golden = bytes ? decodeGolden(readJson(bytes, 'golden.json', defaultLimits), 'golden.json#') : null
  const statistic = await bundle.entry('profile.json')
  const profile = statistic ? decodeProfile(readJson(statistic, 'profile.json', defaultLimits), 'profile.json#') : null
  if (drawing !== undefined) print(mermaid(graph))
  else if (json) {
    const nodes = graph.nodes.map((node) =>
      'model' in node ? { id: node.id, model: node.model } : { id: node.id, op: node.op },
    )
    const { identity, manifest } = bundle
    const cases = golden === null ? null : { cases: golden.cases.length, backends: golden.backends }
    printJson({ identity, manifest, schema, nodes, golden: cases, profile })
  } else printSummary(bundle, schema, graph, golden, profile)
}

export function inspectCommand(): Command {
  return new Command('inspect')
    .description('show what is in a bundle')
    .argument('<file>', 'a bundle')
    .addOption(new Option('--graph <form>', 'draw the graph').choices(['mermaid']))
    .addOption(
      new Option(
        '--imports [form]',
        'print a module that loads it by skewless/core with what it needs; small: in less code, slower where rows are many',
      ).choices(importForms),
    )
    .option('--json', 'print one JSON document')
    .action(inspect)
}
