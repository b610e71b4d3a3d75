import { expect, test } from 'vitest'
import type { Tensor, Value } from '../src/backends/backend.js'
import { js } from '../src/js.js'
import { f32, i64 } from './onnx-model.js'
import { encodeProto } from './onnx-proto.js'

// Of more than 64 KiB each, so that memory is used again where it may be.
const [STEPS, ROWS, UNITS] = [13, 33, 40]
const node = (op_type: string, input: string[], output: string[], attribute: object[] = []): object => ({
  op_type,
  input,
  output,
  attribute,
})
const float = (name: string): object => ({ name, type: { tensor_type: { elem_type: 1 } } })
const int = (name: string, i: number): object => ({ name, type: 2, i })
const body = (g: object): object => ({ name: 'body', type: 5, g })

function random(seed: number): (dims: readonly number[]) => Tensor {
  let state = seed
  const next = (): number => (state = (state * 48_271) % 0x7f_ff_ff_ff) / 0x7f_ff_ff_ff - 0.5
  return (dims) => f32(dims, ...Array.from({ length: dims.reduce((a, b) => a * b, 1) }, next))
}

const recurrent = (op: string, gates: number, directions: number): [object, Record<string, Tensor>] => {
  const made = random(gates)
  const direction = {
    name: 'direction',
    type: 3,
    s: new TextEncoder().encode(directions === 2 ? 'bidirectional' : 'reverse'),
  }
  const weights = { w: made([directions, gates * UNITS, 3]), r: made([directions, gates * UNITS, UNITS]) }
  return [node(op, ['x', 'w', 'r'], ['y', 'last'], [int('hidden_size', UNITS), direction]), weights]
}
const stepGraph = (inputs: object[], nodes: object[], outputs: object[]): object => ({
  name: 'b',
  input: inputs,
  node: nodes,
  output: outputs,
})
const scanned = stepGraph(
  [float('s'), float('t')],
  [node('ReduceSum', ['t', 'axis'], ['sum']), node('Add', ['s', 'sum'], ['s2']), node('Neg', ['s2'], ['each'])],
  [float('s2'), float('each')],
)
const looped = stepGraph(
  [
    { name: 'i', type: { tensor_type: { elem_type: 7 } } },
    { name: 'go', type: { tensor_type: { elem_type: 9 } } },
    float('s'),
  ],
  [
    node('Gather', ['x', 'i'], ['t']),
    node('ReduceSum', ['t', 'axis'], ['sum']),
    node('Add', ['s', 'sum'], ['s2']),
    node('Neg', ['s2'], ['each']),
    node('Identity', ['go'], ['on']),
  ],
  [{ name: 'on', type: { tensor_type: { elem_type: 9 } } }, float('s2'), float('each')],
)

const kinds: Record<string, [object, Record<string, Tensor>]> = {
  RNN: recurrent('RNN', 1, 2),
  GRU: recurrent('GRU', 3, 1),
  LSTM: recurrent('LSTM', 4, 2),
  Scan: [node('Scan', ['s0', 'x'], ['last', 'y'], [body(scanned), int('num_scan_inputs', 1)]), {}],
  Loop: [node('Loop', ['count', '', 's0'], ['last', 'y'], [body(looped)]), { count: i64([], STEPS) }],
}

const bytesOf = (value: Value): Buffer => {
  const { buffer, byteOffset, byteLength } = (value as Tensor).data as Float32Array
  return Buffer.from(buffer, byteOffset, byteLength)
}

test.each(Object.keys(kinds))(
  '%s: no call sees the memory of another, and no row that of its neighbours',
  async (kind) => {
    const [op, weights] = kinds[kind]!
    const initializers = { ...weights, axis: i64([1], -1), s0: f32([1, 16 * UNITS], ...new Float32Array(16 * UNITS)) }
    const codes = { float32: 1, int64: 7 } as const
    const bytes = encodeProto('ModelProto', {
      ir_version: 10,
      opset_import: [{ domain: '', version: 21 }],
      graph: {
        name: 'g',
        input: [float('x')],
        node: [op, node('Neg', ['y'], ['a']), node('Abs', ['a'], ['b']), node('Sub', ['b', 'a'], ['c'])],
        output: ['last', 'y', 'c'].map(float),
        initializer: Object.entries(initializers).map(([name, { type, dims, data }]) => ({
          name,
          dims,
          data_type: codes[type as 'float32'],
          raw_data: new Uint8Array((data as Float32Array).buffer),
        })),
      },
    })
    const made = random(7)
    const first = made([STEPS, ROWS, 3])
    const data = first.data as Float32Array
    const cells = Array.from({ length: STEPS }, (_, t) => [...data.subarray(t * ROWS * 3, t * ROWS * 3 + 3)])
    const row = f32([STEPS, 1, 3], ...cells.flat())
    const calls = [first, made([STEPS, ROWS, 3]), row, first, made([STEPS, ROWS, 3])]
    const session = await js().open(bytes)
    // All are made before any is looked at: a later call must not write into what an earlier one gave.
    const answers = calls.map((x) => session.runSync!({ x }))
    for (const [i, x] of calls.entries()) {
      const fresh = (await js().open(bytes)).runSync!({ x })
      for (const name of ['last', 'y', 'c'])
        expect(bytesOf(answers[i]![name]!).equals(bytesOf(fresh[name]!))).toBe(true)
    }
    const alone = bytesOf(answers[2]!['c']!)
    const all = bytesOf(answers[0]!['c']!)
    const blocks = STEPS * (kind === 'RNN' || kind === 'LSTM' ? 2 : 1)
    for (let k = 0; k < blocks; k++) {
      const from = (k * all.length) / blocks
      const width = alone.length / blocks
      expect(all.subarray(from, from + width).equals(alone.subarray(k * width, (k + 1) * width))).toBe(true)
    }
  },
)
