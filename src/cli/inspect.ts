import { readFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import pc from 'picocolors'
import { readBundle, type Bundle } from '../bundle/read.js'
import { webCryptoSha256 } from '../bundle/sha256.js'
import { printable } from '../errors.js'
import { decodeGraph, type Graph } from '../graph/document.js'
import { defaultLimits } from '../limits.js'
import { decodeSchema, type Schema } from '../schema/document.js'
import { print, printJson, table } from './print.js'

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
    names.set(step.id, step.id)
    lines.push(`  ${step.id}[${label('model' in step ? step.model : `${step.id}: ${step.op}`)}]`)
    for (const source of from) lines.push(`  ${source} --> ${step.id}`)
  }
  for (const [output, ref] of graph.outputs) {
    lines.push(`  ${node(ref)} --> o${lines.length}([${label(output)}])`)
  }
  return lines.join('\n')
}

function printSummary({ manifest, identity, models, tensors }: Bundle, schema: Schema, graph: Graph): void {
  print(`${pc.bold(printable(manifest.name))} ${printable(manifest.version)}  ${printable(manifest.description)}`)
  print(`identity  ${identity}`)
  print(`verified  ${manifest.verified ? 'yes: the exporter replayed its golden cases' : pc.yellow('no')}`)
  if (manifest.licence !== null) print(`licence   ${printable(manifest.licence)}`)
  if (manifest.owner !== null) print(`owner     ${printable(manifest.owner)}`)
  const libraries = [...(manifest.training?.libraries ?? [])].map(([name, version]) => `${name} ${version}`)
  if (libraries.length > 0) print(`trained   ${printable(libraries.join(', '))}`)
  if (manifest.contains_training_rows.length > 0) {
    print(pc.yellow(`rows of the training data are in ${manifest.contains_training_rows.join(', ')}`))
  }
  print(`\n${pc.bold('in')}`)
  print(
    table(schema.inputs.map(({ name, type, unit, description }) => ['', name, type, unit ?? '', description ?? ''])),
  )
  print(`\n${pc.bold('out')}`)
  print(table(schema.outputs.map(({ name, type, meaning, keys }) => ['', name, type, meaning, keys?.join(', ') ?? ''])))
  const ops = new Map<string, number>()
  for (const node of graph.nodes) {
    const op = 'model' in node ? 'model call' : node.op
    ops.set(op, (ops.get(op) ?? 0) + 1)
  }
  print(`\n${pc.bold('graph')}`)
  print(table([...ops].map(([op, count]) => ['', op, String(count)])))
  print(`\n${pc.bold('entries')}`)
  print(table(manifest.entries.map(({ name, size }) => ['', name, `${size} bytes`])))
  print(`\n${models.size} models, ${tensors.size} tensors`)
}

async function inspect(file: string, { json, graph: drawing }: { json?: true; graph?: string }): Promise<void> {
  const bundle = await readBundle(Uint8Array.from(await readFile(file)), defaultLimits, webCryptoSha256)
  const schema = decodeSchema(bundle.schema, 'schema.json#')
  const graph = decodeGraph(bundle.graph, 'graph.json#')
  if (drawing !== undefined) print(mermaid(graph))
  else if (json) {
    const nodes = graph.nodes.map((node) =>
      'model' in node ? { id: node.id, model: node.model } : { id: node.id, op: node.op },
    )
    const manifest = { ...bundle.manifest, training: undefined }
    printJson({ identity: bundle.identity, manifest, schema, nodes })
  } else printSummary(bundle, schema, graph)
}

export function inspectCommand(): Command {
  return new Command('inspect')
    .description('show what is in a bundle')
    .argument('<file>', 'a bundle')
    .addOption(new Option('--graph <form>', 'draw the graph').choices(['mermaid']))
    .option('--json', 'print one JSON document')
    .action(inspect)
}
