import { writeJson, type JsonValue } from '../../src/json/canonical.js'
import { entries, parse, repack, type Json, type NodeJson } from './base.js'

/** The base bundle with more outputs: each a name, a form and what it refers to; and with nodes before its own. */
function withOutputs(
  outputs: readonly { name: string; form: 'value' | 'list'; from: string }[],
  nodes: readonly NodeJson[] = [],
): Uint8Array {
  const schema = parse(entries.get('schema.json')!)
  const graph = parse(entries.get('graph.json')!)
  const refs = Object.create(null) as Json
  for (const [name, ref] of Object.entries(graph.outputs as Json)) refs[name] = ref
  for (const { name, form, from } of outputs) {
    const own = (schema.outputs as Json[])[2]!
    ;(schema.outputs as Json[]).push({ ...own, name, form })
    refs[name] = from
  }
  graph.outputs = refs
  ;(graph.nodes as NodeJson[]).unshift(...nodes)
  return repack({ 'schema.json': writeJson(schema as JsonValue), 'graph.json': writeJson(graph as JsonValue) })
}

/** Outputs by these names, each the score. */
export function withNamedOutputs(names: readonly string[]): Uint8Array {
  return withOutputs(names.map((name) => ({ name, form: 'value', from: 'score' })))
}

/** `count` outputs, each all cells of one column of this width. */
export function withWideOutputs(width: number, count: number): Uint8Array {
  const wide: NodeJson = {
    id: 'wide',
    op: 'one_hot',
    version: 1,
    inputs: ['input:age'],
    attrs: { categories: [], columns: [], width, unknown: 'zeros', infrequent: null },
  }
  const outputs = Array.from({ length: count }, (_, i) => ({ name: `wide${i}`, form: 'list' as const, from: 'wide' }))
  return withOutputs(outputs, [wide])
}
