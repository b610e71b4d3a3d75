import type { Limits } from '../../src/limits.js'
import { putInteger, putText } from '../../src/onnx/sink.js'
import { pack } from '../../src/pack.js'
import { plan } from '../fixtures/churn.js'
import type { Attack } from './attack.js'
import { base, entries, node, parse, record, valueOutput } from './base.js'
import { deflateAttacks } from './deflate.js'
import { withInitializer } from './wire.js'

/** Depth of a JSON value: 0 for a scalar. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** What the limit `values` counts: of a container that is not empty, one for each value, and one for each key. */
function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside = Object.values(value)
  const own = Math.max(1, inside.length) + (Array.isArray(value) ? 0 : inside.length)
  return inside.reduce((sum: number, item) => sum + valuesOf(item), own)
}

const sizes = [...entries.values()].map(({ length }) => length)
const json = [...entries].filter(([name]) => name.endsWith('.json'))

/** The greatest ratio of an entry's sizes, as the central directory has them. */
function greatestRatio(): number {
  const view = new DataView(base.buffer, base.byteOffset, base.length)
  let greatest = 0
  for (
    let at = view.getUint32(base.length - 6, true);
    at < base.length - 22;
    at += 46 + view.getUint16(at + 28, true)
  ) {
    greatest = Math.max(greatest, view.getUint32(at + 24, true) / view.getUint32(at + 20, true))
  }
  return Math.ceil(greatest)
}

/** Cells of one row: two inputs and, node by node, 1 + 1 + 2 + 3 + 1 + 2 + 1 + 1 + 1. */
const cells = 15

/** One pair of rows: what is as large as the limit is taken, and one less refuses it. */
function pair(
  limit: keyof Limits,
  value: number,
  at: string,
  make: Attack['make'] = () => base,
  call: Attack['call'] = (model) => model.predictSync(record),
  refusal: Pick<Attack, 'code' | 'issues'> = { code: 'ERR_LIMIT' },
): Attack[] {
  return [
    {
      name: `At the limit \`${limit}\``,
      tries: 'nothing: as much as is allowed',
      code: null,
      at: '',
      make,
      options: { limits: { [limit]: value } },
      call,
    },
    {
      name: `One beyond the limit \`${limit}\``,
      tries: 'more than is allowed',
      ...refusal,
      at,
      make,
      options: { limits: { [limit]: value - 1 } },
      call,
    },
  ]
}

/** How many letters p a text has, in lower case: what is made of one row is bounded when it is scored. */
const letters = await pack({
  name: 'letters',
  version: '1.0.0',
  schema: { inputs: [plan], unknown_keys: 'ignore', outputs: [valueOutput] },
  graph: {
    nodes: [
      {
        id: 'lower',
        op: 'normalize_text',
        version: 1,
        inputs: ['input:plan'],
        attrs: { lower: { from: ['P'], to: ['p'], cased: [[97, 122]], ignorable: [[39, 39]] }, strip: null },
      },
      {
        id: 'single',
        op: 'char_ngrams',
        version: 1,
        inputs: ['lower'],
        attrs: { min: 1, max: 1, words: false, space: [[32, 32]] },
      },
      {
        id: 'counts',
        op: 'count_vector',
        version: 1,
        inputs: ['single'],
        attrs: { vocabulary: ['p'], binary: false },
      },
      { id: 'y', op: 'to_dense', version: 1, inputs: ['counts'], attrs: {} },
    ],
    outputs: { doubled: 'y' },
  },
})

/** Of three letters, one by one; too many refuse the row at the op. */
function letterPair(limit: keyof Limits, op: string): Attack[] {
  return pair(
    limit,
    3,
    '',
    () => letters,
    (model) => model.predictSync({ plan: 'Pro' }),
    { code: 'ERR_INPUT', issues: [[op, 'refused_by_transform']] },
  )
}

const bomb = deflateAttacks.find(({ name }) => name === 'Bomb by its ratio')!

export const limitAttacks: readonly Attack[] = [
  ...pair('archive', base.length, ''),
  ...pair('entries', entries.size, ''),
  ...pair('entry', Math.max(...sizes), 'bundle.json'),
  ...pair(
    'total',
    sizes.reduce((sum, size) => sum + size, 0),
    [...entries.keys()].at(-1)!,
  ),
  ...pair('json', Math.max(...json.map(([, { length }]) => length)), 'bundle.json'),
  ...pair('ratio', greatestRatio(), '…'),
  ...pair('depth', Math.max(...json.map(([, bytes]) => depthOf(parse(bytes)))), 'graph.json'),
  ...pair('values', Math.max(...json.map(([, bytes]) => valuesOf(parse(bytes)))), 'graph.json'),
  ...pair('nodes', Object.keys(node).length, 'graph.json#/nodes'),
  ...pair('width', cells, `graph.json#/nodes/${node.m}/outputs/y`),
  // Two tensors of one element, and a list of two strings that counts sixteenfold.
  ...pair('references', 34, `graph.json#/nodes/${node.plans}/attrs/categories`),
  // The cells of the first seven nodes, three products, and an expression of 22 characters that count 64-fold.
  ...pair('steps', 13 + 22 * 64, `graph.json#/nodes/${node.root}`),
  ...pair(
    'elements',
    3,
    'models/main.onnx#/node/0',
    () => base,
    (model) => model.predictBatchSync([record, record, record]),
  ),
  ...pair('elements', 5, 'models/main.onnx#/initializer/0', () =>
    withInitializer((tensor) => {
      putInteger(tensor, 1, 5)
      putInteger(tensor, 2, 3)
      putText(tensor, 8, 'w')
      putText(tensor, 9, '5byte')
    }),
  ).map((attack) => ({ ...attack, name: `${attack.name}, in an initializer` })),
  ...pair('modelNodes', 1, 'models/main.onnx'),
  ...letterPair('text', 'lower'),
  ...letterPair('tokens', 'single'),
  {
    name: 'Limit that is undefined',
    tries: 'a host that passes on what nobody set: the default stays',
    code: bomb.code,
    at: bomb.at,
    make: bomb.make,
    options: { limits: { ratio: undefined as never } },
  },
  ...([NaN, {}] as const).map((limit): Attack => ({
    name: `Limit that is ${typeof limit === 'number' ? 'NaN' : 'an object'}`,
    tries: 'a comparison that never holds',
    code: 'ERR_ARGUMENT',
    at: '',
    make: () => base,
    options: { limits: { ratio: limit as number } },
  })),
]
