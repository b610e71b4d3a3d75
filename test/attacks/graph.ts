import { harmless, type Attack } from './attack.js'
import { node, record, withGraph, withNodes, withText, type Json, type NodeJson } from './base.js'

function select(id: string, input: string, columns: readonly number[] = [0]): NodeJson {
  return { id, op: 'select', version: 1, inputs: [input], attrs: { columns } }
}

/** The base bundle with the first node changed. */
function first(change: (node: NodeJson) => void): () => Uint8Array {
  return () =>
    withGraph((nodes) => {
      change(nodes[0]!)
    })
}

function attribute(at: number, change: (attrs: Json) => void): () => Uint8Array {
  return () =>
    withGraph((nodes) => {
      change(nodes[at]!.attrs!)
    })
}

const unknownRef = { code: 'ERR_REF_UNKNOWN', at: 'graph.json#/nodes/0/inputs/0' } as const
const invalid = (at: string): Pick<Attack, 'code' | 'at'> => ({ code: 'ERR_GRAPH_INVALID', at: `graph.json#/${at}` })
const attr = (at: number, path: string): Pick<Attack, 'code' | 'at'> => ({
  code: 'ERR_ATTR_INVALID',
  at: `graph.json#/nodes/${at}/attrs/${path}`,
})

export const graphAttacks: readonly Attack[] = [
  { name: 'Reference forward', tries: 'a cycle', ...unknownRef, make: () => withNodes(select('a', 'score')) },
  { name: 'Reference to itself', tries: 'a cycle of one', ...unknownRef, make: () => withNodes(select('a', 'a')) },
  { name: 'Reference to nothing', tries: 'a column of nobody', ...unknownRef, make: () => withNodes(select('a', 'b')) },
  {
    name: 'input: without a name',
    tries: 'an input without a name',
    ...unknownRef,
    make: () => withNodes(select('a', 'input:')),
  },
  ...['__proto__', 'constructor', 'toString', 'input:__proto__', 'input:constructor', 'm.constructor'].map(
    (ref): Attack => ({
      name: `Reference to \`${ref}\``,
      tries: 'finds what every object inherits',
      ...unknownRef,
      make: () => withNodes(select('a', ref)),
    }),
  ),
  {
    name: 'Output of a model without its name',
    tries: 'a column that is several',
    ...invalid('nodes/9/inputs/0'),
    code: 'ERR_REF_UNKNOWN',
    make: () => withGraph((nodes) => nodes.push(select('after', 'm'))),
  },
  {
    name: 'Two nodes of one id',
    tries: 'which one counts?',
    ...invalid('nodes/1/id'),
    make: () => withNodes(select('a', 'input:age'), select('a', 'input:age')),
  },
  {
    name: 'Op and model of one id',
    tries: 'the same across kinds',
    ...invalid(`nodes/${node.m}/id`),
    make: () => withGraph((nodes) => void (nodes[node.m]!.id = 'known')),
  },
  ...['__proto__', 'Constructor', 'a.b', 'input:age', 'ä', '', 'a'.repeat(65)].map((id): Attack => ({
    name: `The id ${id.length > 20 ? 'of 65 letters' : `\`${id}\``}`,
    tries: 'a name with a meaning elsewhere',
    ...invalid('nodes/0/id'),
    make: first((own) => void (own.id = id)),
  })),
  ...['constructor', '__proto__', 'toString', 'eval'].map((op): Attack => ({
    name: `The op \`${op}\``,
    tries: 'calls what every object inherits, or the host',
    code: 'ERR_OP_UNKNOWN',
    at: 'graph.json#/nodes/0/op',
    make: first((own) => void (own.op = op)),
  })),
  {
    name: 'Newer version of an op',
    tries: 'a rule that this reader does not know',
    code: 'ERR_OP_UNKNOWN',
    at: 'graph.json#/nodes/0/op',
    make: first((own) => void (own.version = 2)),
  },
  {
    name: 'Op and model in one node',
    tries: 'one reader runs the op, another the model',
    ...invalid('nodes/0/model'),
    make: first((own) => void (own.model = 'models/main.onnx')),
  },
  {
    name: 'Model outside of the bundle',
    tries: 'reads a file of the host',
    code: 'ERR_REF_UNKNOWN',
    at: `graph.json#/nodes/${node.m}/model`,
    make: () => withGraph((nodes) => void (nodes[node.m]!.model = '../../etc/passwd')),
  },
  {
    name: 'Entry as a model',
    tries: 'another entry taken for a model',
    code: 'ERR_REF_UNKNOWN',
    at: `graph.json#/nodes/${node.m}/model`,
    make: () => withGraph((nodes) => void (nodes[node.m]!.model = 'graph.json')),
  },
  {
    name: 'Unknown attribute',
    tries: 'meaning that only others see',
    ...attr(node.known, 'extra'),
    make: attribute(node.known, (attrs) => void (attrs.extra = 1)),
  },
  {
    name: '`__proto__` as an attribute',
    tries: 'attributes by inheritance',
    ...attr(node.known, '__proto__'),
    make: () => {
      const text = new TextDecoder().decode(withoutFill())
      return withText('graph.json', text.replace('"attrs":{', '"attrs":{"__proto__":{"fill":[30]},'))
    },
  },
  {
    name: '$number with an extra key',
    tries: 'a number and something beside it',
    ...attr(node.known, 'fill/0'),
    make: attribute(node.known, (attrs) => void (attrs.fill = [{ $number: 'NaN', extra: 1 }])),
  },
  {
    name: '$number of a prototype',
    tries: 'a number by the name of a method',
    ...attr(node.known, 'fill/0'),
    make: attribute(node.known, (attrs) => void (attrs.fill = [{ $number: 'constructor' }])),
  },
  {
    name: '$tensor with an extra key',
    tries: 'a reference and something beside it',
    ...attr(node.scaled, 'mean'),
    make: attribute(node.scaled, (attrs) => void (attrs.mean = { $tensor: 'age.mean', extra: 1 })),
  },
  {
    name: '$tensor of a prototype',
    tries: 'a tensor by the name of a method',
    code: 'ERR_REF_UNKNOWN',
    at: `graph.json#/nodes/${node.scaled}/attrs/mean`,
    make: attribute(node.scaled, (attrs) => void (attrs.mean = { $tensor: '__proto__' })),
  },
  {
    name: '$strings of a prototype',
    tries: 'a list by the name of a method',
    code: 'ERR_REF_UNKNOWN',
    at: `graph.json#/nodes/${node.plans}/attrs/categories`,
    make: attribute(node.plans, (attrs) => void (attrs.categories = { $strings: 'constructor' })),
  },
  {
    name: 'Column beyond the width',
    tries: 'writes into the next row',
    ...attr(node.plans, 'columns/1'),
    make: attribute(node.plans, (attrs) => void (attrs.columns = [0, 2])),
  },
  {
    name: 'Index beyond the width',
    tries: 'reads the next row',
    ...attr(0, 'columns/0'),
    make: () => withNodes(select('a', 'input:age', [1])),
  },
  {
    name: 'Negative index',
    tries: 'reads the row before',
    ...attr(0, 'columns/0'),
    make: () => withNodes(select('a', 'input:age', [-1])),
  },
  {
    name: 'Categories of a prototype',
    tries: 'a category that every object has',
    code: null,
    at: '',
    make: attribute(node.plans, (attrs) => void (attrs.categories = ['__proto__', 'constructor'])),
    call: (model) => {
      const { outputs, issues } = model.predictBatchSync(
        ['__proto__', 'constructor', 'toString'].map((plan) => ({ age: 1, plan })),
        { onInvalid: 'null' },
      )
      harmless(outputs[2] === null && outputs[1] !== null && issues.length === 1, 'only categories are known')
    },
  },
  {
    name: 'Strings into arithmetic',
    tries: 'a column of another kind',
    ...invalid('nodes/0/inputs/0'),
    make: first((own) => {
      own.op = 'sigmoid'
      own.inputs = ['input:plan']
      own.attrs = { dtype: 'float64', complement: false }
    }),
  },
  {
    name: 'Rows of two lengths',
    tries: 'a matrix that is none',
    ...attr(node.score, 'matrix/1'),
    make: attribute(node.score, (attrs) => void (attrs.matrix = [[1], [0, 1], [2]])),
  },
  {
    name: 'Features beyond the column',
    tries: 'reads the next row',
    ...invalid('features/0/names'),
    make: () => withGraph((_, graph) => void ((graph.features as Json[])[0]!.names = ['a', 'b', 'c', 'd'])),
  },
  {
    name: 'Feature names of a prototype',
    tries: 'sets the prototype of what is shown',
    code: null,
    at: '',
    make: () =>
      withGraph((_, graph) => void ((graph.features as Json[])[0]!.names = ['__proto__', 'constructor', 'x'])),
    call: (model) => {
      const shown = model.features(record)
      harmless(Object.keys(shown).join() === '__proto__,constructor,x', 'the names are data')
    },
  },
]

/** graph.json whose first node has no `fill`. */
function withoutFill(): Uint8Array {
  let text = new Uint8Array()
  withGraph((nodes, graph) => {
    delete nodes[0]!.attrs!.fill
    text = new TextEncoder().encode(JSON.stringify(graph))
  })
  return text
}
