import { load } from '../../../src/index.ts'
import { writeModel } from '../../../src/onnx/write.ts'
import { input, output, pack } from '../../../src/pack.ts'

const [width, hidden, classes] = [8, 16, ['a', 'b', 'c']]
const names = Array.from({ length: width }, (_, i) => `x${i}`)

/** A float32 network, whose bits engines are free to differ in: its bundle, and records in its range. */
export async function network() {
  const random = generator(1)
  const records = Array.from({ length: 200 }, () => Object.fromEntries(names.map((name) => [name, 4 * random()])))
  const definition = definitionOf(random)
  const model = await load(await pack(definition))
  const { outputs } = model.predictBatchSync(records.slice(0, 20))
  const golden = {
    cases: outputs.map((answer, i) => ({ record: records[i], outputs: answer })),
    tolerance: { outputs: { probabilities: { absolute: 1e-5 } } },
  }
  return { bytes: await pack({ ...definition, golden }), records }
}

function definitionOf(random) {
  return {
    name: 'network',
    version: '1.0.0',
    schema: {
      inputs: names.map((name) =>
        input(name, 'float64', { range: { min: -8, max: 8, min_open: false, max_open: false } }),
      ),
      unknown_keys: 'error',
      outputs: [output('probabilities', 'float64', 'probabilities', { keys: classes })],
    },
    graph: {
      nodes: [
        { id: 'x', op: 'concat', version: 1, inputs: names.map((name) => `input:${name}`), attrs: {} },
        {
          id: 'm',
          model: 'models/main.onnx',
          inputs: { x: 'x' },
          outputs: { p: { name: 'p', type: 'float32', width: classes.length } },
        },
      ],
      outputs: { probabilities: 'm.p' },
    },
    models: { 'models/main.onnx': modelOf(random) },
  }
}

function modelOf(random) {
  const weights = (name, dims) => {
    const data = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, random)
    return { name, type: 'float32', dims, data }
  }
  const port = (name, columns) => ({ name, type: 'float32', dims: ['rows', columns] })
  return writeModel({
    irVersion: 8,
    opsets: [{ domain: '', version: 17 }],
    graph: {
      name: 'network',
      inputs: [port('x', width)],
      outputs: [port('p', classes.length)],
      initializers: [
        weights('w0', [width, hidden]),
        weights('b0', [hidden]),
        weights('w1', [hidden, classes.length]),
        weights('b1', [classes.length]),
      ],
      nodes: [
        { opType: 'Gemm', inputs: ['x', 'w0', 'b0'], outputs: ['h'] },
        { opType: 'Tanh', inputs: ['h'], outputs: ['a'] },
        { opType: 'Gemm', inputs: ['a', 'w1', 'b1'], outputs: ['s'] },
        { opType: 'Softmax', inputs: ['s'], outputs: ['p'], attributes: { axis: { int: 1 } } },
      ],
    },
  })
}

/** Numbers in [-1, 1), of 24 bits: float32 holds them. */
function generator(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) / 0x800000 - 1
  }
}
