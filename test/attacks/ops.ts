import { entries, parse, type Json, type NodeJson } from './base.js'

const node = (id: string, op: string, inputs: string[], attrs: Json): NodeJson => ({
  id,
  op,
  version: 1,
  inputs,
  attrs,
})
const dtype = 'float64'

/** Nodes of other ops than the base bundle has; after its own. */
const more: readonly NodeJson[] = [
  node('o1', 'select', ['x'], { columns: [2, 0, 0] }),
  node('o2', 'cast', ['input:age'], { to: 'string' }),
  node('o3', 'cast', ['o2'], { to: 'float64' }),
  node('o4', 'missing_indicator', ['input:age'], { missing: { $number: 'NaN' } }),
  node('o5', 'check_finite', ['known'], { missing: 'allow', range: 'float32' }),
  node('o6', 'min_max_scale', ['o1'], {
    scale: [1, 2, 3],
    min: [0, { $number: 'NaN' }, 1],
    clip: { low: 0, high: 1 },
    dtype: 'float32',
  }),
  node('o7', 'ordinal', ['input:plan'], {
    categories: ['basic', 'pro', null],
    codes: [0, 1, { $number: 'NaN' }],
    unknown: 'value',
    unknown_value: -1,
  }),
  node('o8', 'leaf_sum', ['plans'], {
    table: [
      [1, 2],
      [3, 4],
    ],
    divisor: 2,
    dtype,
  }),
  node('o9', 'softmax', ['o6'], { dtype }),
  node('o10', 'argmax_label', ['o9'], { labels: ['a', 'b', 'c'] }),
  node('o11', 'expression', ['o8', 'input:plan'], {
    variables: ['v', 'p'],
    expression:
      "if(p in ['basic', 'pro'] and not missing(v), min(v, 2, 3) % 2 // 0.5 ** v, max(exp(-v), clip(v, 0, 1)))",
    dtype: 'float32',
  }),
  node('o12', 'expression', ['input:plan'], {
    variables: ['p'],
    expression: "if(p < 'c' or p == '\\u0061', 'x', p)",
    dtype,
  }),
]

/** graph.json with more nodes than the base bundle has; those of every op are attacked in op-nodes.ts. */
export const fullGraph: Json = parse(entries.get('graph.json')!)
;(fullGraph.nodes as NodeJson[]).push(...more)
fullGraph.features = [
  ...(fullGraph.features as unknown[]),
  { from: 'o11', names: ['e0', 'e1'] },
  { from: 'o12', names: ['text'] },
]
