import { putInteger, putMessage, putText } from '../../src/onnx/sink.js'
import { writeModel, type NodeDefinition } from '../../src/onnx/write.js'
import { utf8, type Attack } from './attack.js'
import { double, node, record, withGraph } from './base.js'
import {
  append,
  modelOf,
  putNode,
  rawModel,
  withInitializer,
  withModel,
  withModelNodes,
  withOutputWidth,
} from './wire.js'

const file = 'models/main.onnx'
const invalid = (at: string = ''): Pick<Attack, 'code' | 'at'> => ({ code: 'ERR_ONNX_INVALID', at: file + at })
const unsupported = (at: string = ''): Pick<Attack, 'code' | 'at'> => ({ code: 'ERR_ONNX_UNSUPPORTED', at: file + at })
const limit = (at: string): Pick<Attack, 'code' | 'at'> => ({ code: 'ERR_LIMIT', at: file + at })
const initializer = '#/initializer/0'
const first = '#/node/0'

/** A tree ensemble of two nodes; node 1 is the true branch of node 0. */
function trees(change: Readonly<Record<string, readonly number[]>>): NodeDefinition {
  const float64 = (...data: number[]): { tensor: { type: 'float64'; dims: number[]; data: Float64Array } } => ({
    tensor: { type: 'float64', dims: [data.length], data: Float64Array.from(data) },
  })
  const ints = {
    tree_roots: [0],
    nodes_featureids: [0, 0],
    nodes_truenodeids: [1, 0],
    nodes_trueleafs: [0, 1],
    nodes_falsenodeids: [0, 1],
    nodes_falseleafs: [1, 1],
    leaf_targetids: [0, 0],
    ...change,
  }
  return {
    domain: 'ai.onnx.ml',
    opType: 'TreeEnsemble',
    inputs: ['X'],
    outputs: ['Y'],
    attributes: {
      ...Object.fromEntries(Object.entries(ints).map(([name, list]) => [name, { ints: list }])),
      nodes_modes: { tensor: { type: 'uint8', dims: [2], data: Uint8Array.of(0, 0) } },
      nodes_splits: float64(0, 1),
      leaf_weights: float64(1, 2),
      n_targets: { int: 1 },
    },
  }
}

function add(inputs: readonly string[], outputs: readonly string[]): NodeDefinition {
  return { opType: 'Add', inputs, outputs }
}

const constant = (name: string, data: number[]): never =>
  ({ name, type: 'int64', dims: [data.length], data: BigInt64Array.from(data, BigInt) }) as never

export const onnxAttacks: readonly Attack[] = [
  {
    name: 'ONNX of no bytes',
    tries: 'a model without anything',
    ...invalid(),
    make: () => withModel(new Uint8Array()),
  },
  { name: 'ONNX cut short', tries: 'reads past the end', ...invalid(), make: () => withModel(double.slice(0, -20)) },
  { name: 'ONNX that is text', tries: 'another kind of file', ...invalid(), make: () => withModel(utf8('import os')) },
  {
    name: 'Length beyond the message',
    tries: 'reads past the end',
    ...invalid(),
    make: () => withModel(Uint8Array.of(0x08, 10, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f)),
  },
  {
    name: 'Length of 2^63',
    tries: 'a length that wraps around',
    ...invalid(),
    make: () => withModel(Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)),
  },
  {
    name: 'Varint of eleven bytes',
    tries: 'a number without an end',
    ...invalid(),
    make: () => withModel(Uint8Array.of(0x08, ...new Array<number>(10).fill(0x80), 1)),
  },
  {
    name: 'Group',
    tries: 'nesting that readers skip',
    ...invalid(),
    make: () =>
      withModel(
        rawModel(
          () => undefined,
          (model) => append(model, 0x53),
        ),
      ),
  },
  {
    name: 'Field number 0',
    tries: 'a field that can not be',
    ...invalid(),
    make: () =>
      withModel(
        rawModel(
          () => undefined,
          (model) => append(model, 0x00, 0x00),
        ),
      ),
  },
  {
    name: 'Two graphs',
    tries: 'one reader takes the last, another merges them',
    ...invalid(),
    make: () =>
      withModel(
        rawModel(
          () => undefined,
          (model) => {
            putMessage(model, 7, (graph) => {
              putText(graph, 2, 'other')
            })
          },
        ),
      ),
  },
  {
    name: 'Two types of one tensor',
    tries: 'the same inside of a tensor',
    ...invalid(initializer),
    make: () =>
      withInitializer((tensor) => {
        putInteger(tensor, 2, 11)
        putInteger(tensor, 2, 7)
      }),
  },
  {
    name: 'External data',
    tries: 'reads a file of the host',
    ...unsupported(initializer),
    make: () =>
      withInitializer((tensor) => {
        putInteger(tensor, 1, 1)
        putInteger(tensor, 2, 11)
        putText(tensor, 8, 'w')
        putMessage(tensor, 13, (entry) => {
          putText(entry, 1, 'location')
          putText(entry, 2, '../../../../etc/passwd')
        })
        putInteger(tensor, 14, 1)
      }),
  },
  {
    name: 'Tensor of 2^62 elements',
    tries: 'memory for numbers in a header',
    ...limit(initializer),
    make: () =>
      withInitializer((tensor) => {
        for (let i = 0; i < 2; i++) putInteger(tensor, 1, 2 ** 31)
        putInteger(tensor, 2, 11)
        putText(tensor, 8, 'w')
      }),
  },
  {
    name: 'Tensor of a negative dimension',
    tries: 'a negative count',
    ...invalid(initializer),
    make: () =>
      withInitializer((tensor) => {
        putInteger(tensor, 1, -1)
        putInteger(tensor, 2, 11)
        putText(tensor, 8, 'w')
      }),
  },
  {
    name: 'More elements than bytes',
    tries: 'reads past the data',
    ...invalid(initializer),
    make: () =>
      withInitializer((tensor) => {
        putInteger(tensor, 1, 100_000_000)
        putInteger(tensor, 2, 11)
        putText(tensor, 8, 'w')
        putText(tensor, 9, '8 bytes.')
      }),
  },
  {
    name: 'Elements in two fields',
    tries: 'two contents of one tensor',
    ...invalid(initializer),
    make: () =>
      withInitializer((tensor) => {
        putInteger(tensor, 1, 1)
        putInteger(tensor, 2, 7)
        putInteger(tensor, 7, 5)
        putText(tensor, 8, 'w')
        putText(tensor, 9, '8 bytes.')
      }),
  },
  {
    name: 'Name that is no UTF-8',
    tries: 'a name without a text',
    ...invalid(first.replace('0', '1')),
    make: () =>
      withModel(
        rawModel((graph) => {
          putMessage(graph, 1, (inner) => {
            append(inner, 0x0a, 1, 0xff)
          })
        }),
      ),
  },
  {
    name: 'Unknown domain',
    tries: 'an operator of the host',
    ...unsupported(first),
    make: () =>
      withModel(
        modelOf(
          [{ domain: 'com.evil', opType: 'System', inputs: ['X'], outputs: ['Y'] }],
          [],
          [{ domain: 'com.evil', version: 1 }],
        ),
      ),
  },
  {
    name: 'Domain without an opset',
    tries: 'an operator of no version',
    ...invalid(first),
    make: () => withModelNodes({ domain: 'com.evil', opType: 'System', inputs: ['X'], outputs: ['Y'] }),
  },
  ...['constructor', '__proto__', 'toString'].map((opType): Attack => ({
    name: `The operator \`${opType}\``,
    tries: 'finds what every object inherits',
    ...unsupported(first),
    make: () => withModelNodes({ opType, inputs: ['X'], outputs: ['Y'] }),
  })),
  {
    name: 'Newer opset',
    tries: 'a rule that this reader does not know',
    ...unsupported(first),
    make: () => withModel(modelOf([add(['X', 'X'], ['Y'])], [], [{ domain: '', version: 99 }])),
  },
  {
    name: 'Newer IR version',
    tries: 'a form that this reader does not know',
    ...unsupported(),
    make: () => withModel(writeModel({ irVersion: 99, opsets: [{ domain: '', version: 21 }], graph: empty() })),
  },
  {
    name: 'Function without a name',
    tries: 'code that nothing can call',
    ...invalid('#/functions/0'),
    make: () =>
      withModel(
        rawModel(
          () => undefined,
          (model) => putText(model, 25, ''),
        ),
      ),
  },
  {
    name: 'Empty graph inside of an attribute',
    tries: 'a branch that makes nothing',
    ...invalid('#/node/0/attribute/then_branch'),
    make: () =>
      withModel(
        rawModel((graph) => {
          graph.length = 0
          putMessage(graph, 1, (inner) => {
            putText(inner, 4, 'If')
            putText(inner, 2, 'Y')
            putMessage(inner, 5, (attribute) => {
              putText(attribute, 1, 'then_branch')
              putText(attribute, 6, '')
              putInteger(attribute, 20, 5)
            })
          })
        }),
      ),
  },
  {
    name: 'Attribute twice',
    tries: 'which one counts?',
    ...invalid('#/node/1'),
    make: () =>
      withModel(
        rawModel((graph) => {
          putMessage(graph, 1, (inner) => {
            for (let i = 0; i < 2; i++) {
              putMessage(inner, 5, (attribute) => {
                putText(attribute, 1, 'axis')
                putInteger(attribute, 3, i)
                putInteger(attribute, 20, 2)
              })
            }
            putText(inner, 4, 'Softmax')
          })
        }),
      ),
  },
  {
    name: 'Unknown attribute of an operator',
    tries: 'meaning that only others see',
    ...invalid(first),
    make: () => withModelNodes({ ...add(['X', 'X'], ['Y']), attributes: { constructor: { int: 1 } } }),
  },
  {
    name: 'Cyclic graph',
    tries: 'an order that does not end',
    ...invalid(first),
    make: () => withModelNodes(add(['X', 'b'], ['a']), add(['a', 'a'], ['b']), add(['a', 'b'], ['Y'])),
  },
  {
    name: 'Missing initializer',
    tries: 'a value of nobody',
    ...invalid(first),
    make: () => withModelNodes(add(['X', '__proto__'], ['Y'])),
  },
  {
    name: 'Value made twice',
    tries: 'which one counts?',
    ...invalid('#/node/1'),
    make: () => withModelNodes(add(['X', 'X'], ['Y']), add(['X', 'X'], ['Y'])),
  },
  {
    name: 'Input that a node makes',
    tries: 'a feed that is overwritten',
    ...invalid('#/node/1'),
    make: () => withModel(rawModel((graph) => putNode(graph, 'Add', ['X', 'X'], ['X']))),
  },
  {
    name: 'Tree that comes back to its root',
    tries: 'a walk without an end',
    ...invalid(first),
    make: () => withModelNodes(trees({ nodes_trueleafs: [0, 0] })),
  },
  {
    name: 'Two trees that share a node',
    tries: 'a second way to a node',
    ...invalid(first),
    make: () => withModelNodes(trees({ tree_roots: [0, 1] })),
  },
  {
    name: 'Branch beyond the nodes',
    tries: 'reads past a list',
    ...invalid(first),
    make: () => withModelNodes(trees({ nodes_truenodeids: [7, 0] })),
  },
  {
    name: 'Negative branch',
    tries: 'reads before a list',
    ...invalid(first),
    make: () => withModelNodes(trees({ nodes_truenodeids: [-1, 0] })),
  },
  {
    name: 'Leaf of a target that is not there',
    tries: 'writes past a row',
    ...invalid(first),
    make: () => withModelNodes(trees({ leaf_targetids: [0, 1] })),
  },
  {
    name: 'Feature beyond the width',
    tries: 'reads the next row',
    code: 'ERR_INPUT',
    at: '',
    make: () => withModelNodes(trees({ nodes_featureids: [0, 5] })),
    call: (model) => model.predictSync(record),
  },
  {
    name: 'Feature of two billion',
    tries: 'memory for an index',
    ...limit(first),
    make: () => withModelNodes(trees({ nodes_featureids: [0, 2_000_000_000] })),
  },
  {
    name: 'Gather that repeats',
    tries: 'memory by indices',
    ...limit(first),
    make: () => {
      const repeats = constant('i', new Array<number>(100).fill(0))
      const data = { ...(constant('d', new Array<number>(100).fill(1)) as object), dims: [1, 100] } as never
      const gather = { opType: 'Gather', inputs: ['d', 'i'], outputs: ['many'] }
      return withModel(modelOf([gather, add(['X', 'many'], ['Y'])], [data, repeats]))
    },
    options: { limits: { elements: 9999 } },
  },
  {
    name: 'Reshape to another size',
    tries: 'elements that are not there',
    code: 'ERR_INPUT',
    at: '',
    make: () =>
      withModel(modelOf([{ opType: 'Reshape', inputs: ['X', 's'], outputs: ['Y'] }], [constant('s', [7, 9])])),
    call: (model) => model.predictSync(record),
  },
  {
    name: 'Model that declares another width',
    tries: 'reads the next row',
    code: 'ERR_GRAPH_INVALID',
    at: `graph.json#/nodes/${node.m}/outputs`,
    make: () => withOutputWidth(2),
  },
  {
    name: 'Model that answers another width than it declares',
    tries: 'reads what is not there',
    code: 'ERR_BACKEND',
    at: `graph.json#/nodes/${node.m}`,
    make: () =>
      withModel(modelOf([{ opType: 'Concat', inputs: ['X', 'X'], outputs: ['Y'], attributes: { axis: { int: 1 } } }])),
    call: (model) => model.predictSync(record),
  },
  {
    name: 'Model that answers another number of rows',
    tries: 'one record gets the answer of another',
    code: 'ERR_BACKEND',
    at: `graph.json#/nodes/${node.m}`,
    make: () =>
      withModel(modelOf([{ opType: 'Concat', inputs: ['X', 'X'], outputs: ['Y'], attributes: { axis: { int: 0 } } }])),
    call: (model) => model.predictBatchSync([record, record]),
  },
  {
    name: 'Input that nothing feeds',
    tries: 'memory of an earlier call',
    code: 'ERR_GRAPH_INVALID',
    at: `graph.json#/nodes/${node.m}/inputs`,
    make: () => withGraph((nodes) => void (nodes[node.m]!.inputs = {})),
  },
  {
    name: 'Feed by the name of a prototype',
    tries: 'sets the prototype of the feeds',
    code: 'ERR_GRAPH_INVALID',
    at: `graph.json#/nodes/${node.m}/inputs/constructor`,
    make: () => withGraph((nodes) => void (nodes[node.m]!.inputs = { X: 'root', constructor: 'root' })),
  },
  {
    name: 'Feed of strings',
    tries: 'text where numbers are',
    code: 'ERR_GRAPH_INVALID',
    at: `graph.json#/nodes/${node.m}/inputs/X`,
    make: () => withGraph((nodes) => void (nodes[node.m]!.inputs = { X: 'decide' })),
  },
]

function empty(): Parameters<typeof writeModel>[0]['graph'] {
  const port = { name: 'X', type: 'float64', dims: [-1, 1] } as const
  return { name: 'g', inputs: [port], outputs: [{ ...port, name: 'Y' }], nodes: [add(['X', 'X'], ['Y'])] }
}
