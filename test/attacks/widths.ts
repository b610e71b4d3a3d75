import { writeTensors } from '../../src/tensors/write.js'
import { harmless, type Attack } from './attack.js'
import { entries, parse, record, repack, withNodes, type Json, type NodeJson } from './base.js'
import { readTensors } from '../../src/tensors/read.js'
import { defaultLimits } from '../../src/limits.js'
import { writeJson, type JsonValue } from '../../src/json/canonical.js'
import type { TensorArray } from '../../src/tensors/dtype.js'

function oneHot(id: string, width: number): NodeJson {
  const attrs = { categories: [], columns: [], width, unknown: 'zeros', infrequent: null }
  return { id, op: 'one_hot', version: 1, inputs: ['input:age'], attrs }
}

function select(id: string, input: string, columns: readonly number[]): NodeJson {
  return { id, op: 'select', version: 1, inputs: [input], attrs: { columns } }
}

/** The base bundle with more tensors, and nodes before its own. */
function withTensors(more: Readonly<Record<string, TensorArray>>, ...nodes: readonly NodeJson[]): Uint8Array {
  const tensors = readTensors(entries.get('tensors.safetensors')!, 'tensors.safetensors', defaultLimits)
  for (const [name, tensor] of Object.entries(more)) tensors.set(name, tensor)
  const graph = parse(entries.get('graph.json')!)
  ;(graph.nodes as Json[]).unshift(...nodes)
  return repack({
    'tensors.safetensors': writeTensors(tensors),
    'graph.json': writeJson(graph as JsonValue),
  })
}

/** The same with one more tensor. */
export function withTensor(name: string, tensor: TensorArray, ...nodes: readonly NodeJson[]): Uint8Array {
  return withTensors({ [name]: tensor }, ...nodes)
}

/** A tree of one line: node n leads to a leaf, or to the node that `next` says. */
function lineOfNodes(count: number, next: (n: number) => number): Uint8Array {
  const numbers = (of: (n: number) => number): TensorArray => {
    return { dtype: 'F64', shape: [count], data: Float64Array.from({ length: count }, (_, n) => of(n)) }
  }
  const zeros = { $tensor: 'zeros' }
  const attrs = {
    ...{ roots: [0], features: zeros, thresholds: zeros, true_branches: { $tensor: 'leaves' }, missing_true: zeros },
    ...{ false_branches: { $tensor: 'next' }, comparison: '<=', set_nodes: [], sets: [], weights: [0], targets: [0] },
    ...{ outputs: 1, input: 'float64', dtype: 'float64' },
  }
  const tensors = { zeros: numbers(() => 0), leaves: numbers(() => -1), next: numbers(next) }
  return withTensors(tensors, { id: 'trees', op: 'tree_ensemble', version: 1, inputs: ['input:age'], attrs })
}

function leafSum(id: string, input: string, table: string): NodeJson {
  const attrs = { table: { $tensor: table }, divisor: 1, dtype: 'float64' }
  return { id, op: 'leaf_sum', version: 1, inputs: [input], attrs }
}

const megabytes = 1_048_576

export const widthAttacks: readonly Attack[] = [
  {
    name: 'Forty nodes of concat(x, x)',
    tries: '2^40 cells in forty lines',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/19/id',
    make: () =>
      withNodes(
        ...Array.from({ length: 40 }, (_, i): NodeJson => {
          const input = i === 0 ? 'input:age' : `c${i - 1}`
          return { id: `c${i}`, op: 'concat', version: 1, inputs: [input, input], attrs: {} }
        }),
      ),
  },
  {
    name: 'one_hot of 4,000,000,000 cells',
    tries: 'memory for a number in a document',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/0/id',
    make: () => withNodes(oneHot('wide', 4_000_000_000)),
  },
  {
    name: 'one_hot wider than 32 bits',
    tries: 'a width that wraps around',
    code: 'ERR_ATTR_INVALID',
    at: 'graph.json#/nodes/0/attrs/width',
    make: () => withNodes(oneHot('wide', 2 ** 32)),
  },
  {
    name: 'select of many repeats, many times',
    tries: 'cells by repetition',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/5/id',
    make: () => {
      const columns = new Array<number>(200_000).fill(0)
      return withNodes(...Array.from({ length: 10 }, (_, i) => select(`s${i}`, 'input:age', columns)))
    },
  },
  {
    name: 'Model output of 2^53 cells',
    tries: 'a width that nobody counts',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/0/outputs/y',
    make: () =>
      withNodes({
        id: 'wide',
        model: 'models/main.onnx',
        inputs: { X: 'input:age' },
        outputs: { y: { name: 'Y', type: 'float64', width: Number.MAX_SAFE_INTEGER } },
      }),
  },
  {
    name: 'Widths that add up past 2^53',
    tries: 'a sum that rounds',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/0/outputs/y',
    make: () =>
      withNodes({
        id: 'wide',
        model: 'models/main.onnx',
        inputs: { X: 'input:age' },
        outputs: {
          y: { name: 'Y', type: 'float64', width: Number.MAX_SAFE_INTEGER },
          z: { name: 'Z', type: 'float64', width: Number.MAX_SAFE_INTEGER },
        },
      }),
  },
  {
    name: 'One tensor behind many nodes',
    tries: 'memory for each reference: 32 nodes share 4 MB',
    code: null,
    at: '',
    make: () => {
      const tensor: TensorArray = { dtype: 'F64', shape: [megabytes / 2, 1], data: new Float64Array(megabytes / 2) }
      const nodes = Array.from({ length: 32 }, (_, i) => leafSum(`l${i}`, 'input:age', 'shared'))
      const bytes = withTensor('shared', tensor, ...nodes)
      before = process.memoryUsage().arrayBuffers
      return bytes
    },
    call: () => {
      const taken = process.memoryUsage().arrayBuffers - before
      harmless(taken < 40 * megabytes, `${Math.round(taken / megabytes)} MB for a tensor of 4 MB`)
    },
  },
  {
    name: 'leaf_sum of many trees and many outputs',
    tries: 'a quarter of a billion additions for each record, out of a table of one row',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/1…',
    make: () => {
      const tensor: TensorArray = { dtype: 'F64', shape: [1, 500_000], data: new Float64Array(500_000) }
      return withTensor('row', tensor, oneHot('trees', 500_000), leafSum('sum', 'trees', 'row'))
    },
  },
  {
    name: 'leaf_linear with a target for each of 300,000 trees',
    tries: 'more arguments than a stack holds',
    code: null,
    at: '',
    make: () => {
      const trees = 300_000
      const tensor: TensorArray = {
        dtype: 'F64',
        shape: [trees],
        data: Float64Array.from({ length: trees }, (_, i) => i),
      }
      const attrs = {
        targets: { $tensor: 'targets' },
        constants: [0],
        otherwise: [0],
        starts: [0, 0],
        features: [],
        coefficients: [],
      }
      const sum = { id: 'sum', op: 'leaf_linear', version: 1, inputs: ['trees', 'input:age'], attrs }
      return withTensor('targets', tensor, oneHot('trees', trees), sum)
    },
    call: (model) => {
      harmless(model.predictSync(record) !== null, 'no score')
    },
  },
  {
    name: 'tree_ensemble of a tree that is a line of 300,000 nodes',
    tries: 'a call for each level of a tree, or memory for all nodes that it could have',
    code: null,
    at: '',
    make: () => lineOfNodes(300_000, (n) => (n === 299_999 ? -1 : n + 1)),
    call: (model) => {
      for (let i = 0; i < 100; i++) harmless(model.predictSync(record) !== null, 'no score')
    },
  },
  {
    name: 'tree_ensemble whose last node leads to its first',
    tries: 'a walk without an end',
    code: 'ERR_ATTR_INVALID',
    at: 'graph.json#/nodes/0/attrs',
    make: () => lineOfNodes(1000, (n) => (n + 1) % 1000),
  },
  {
    name: '2,000 nodes of tree_ensemble that read the last of 500,000 columns',
    tries: 'memory for every column, in each node anew',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/3…',
    make: () => {
      const attrs = {
        ...{ roots: [0], features: [499_999], thresholds: [0], true_branches: [-1], false_branches: [-1] },
        ...{ missing_true: [0], comparison: '<=', set_nodes: [], sets: [], weights: [0], targets: [0] },
        ...{ outputs: 1, input: 'float64', dtype: 'float64' },
      }
      const trees = Array.from({ length: 2000 }, (_, i): NodeJson => {
        return { id: `t${i}`, op: 'tree_ensemble', version: 1, inputs: ['wide'], attrs }
      })
      return withNodes(oneHot('wide', 500_000), ...trees)
    },
  },
  {
    name: 'replace_text of 200,000 texts that begin alike',
    tries: 'time at load that grows with the square of a list',
    code: null,
    at: '',
    make: () => {
      const many = Array.from({ length: 200_000 }, (_, i) => `a${i}`)
      const attrs = { from: { $strings: 'many' }, to: { $strings: 'many' } }
      const graph = parse(entries.get('graph.json')!)
      ;(graph.nodes as Json[]).unshift({ id: 'same', op: 'replace_text', version: 1, inputs: ['input:plan'], attrs })
      const lists = parse(entries.get('strings.json')!)
      return repack({
        'strings.json': writeJson({ ...lists, many } as JsonValue),
        'graph.json': writeJson(graph as JsonValue),
      })
    },
    call: (model) => {
      harmless(model.predictSync(record) !== null, 'no score')
    },
  },
]

/** Bytes of array buffers before the bundle is loaded. */
let before = 0
