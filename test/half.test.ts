import { expect, test } from 'vitest'
import { js } from '../src/js.js'
import { defaultLimits } from '../src/limits.js'
import { bitsOfHalf, halfOfBits, toHalf } from '../src/onnx/half.js'
import { readTensor, scanTensor } from '../src/onnx/tensor.js'
import type { Tensor } from '../src/backends/backend.js'
import { f32, i64, modelOf, node, refusal, rejection, type Ports } from './onnx-model.js'
import { encodeProto } from './onnx-proto.js'

const f16 = (dims: readonly number[], ...data: number[]): Tensor => ({
  type: 'float16',
  dims,
  data: Float32Array.from(data),
})

async function answer(model: Uint8Array, feeds: Readonly<Record<string, Tensor>>): Promise<Tensor> {
  return (await (await js().open(model)).run(feeds)).y as Tensor
}

const one = (opType: string, inputs: Ports, y: 'float16' | 'float32'): Uint8Array =>
  modelOf([node(opType, Object.keys(inputs), ['y'])], inputs, { y })

test('bits and numbers of float16', () => {
  const numbers = new Set<number>()
  for (let bits = 0; bits < 65536; bits++) {
    const x = halfOfBits(bits)
    const size = bits & 0x7fff
    if (size > 0x7c00) {
      expect(x).toBeNaN()
      continue
    }
    numbers.add(x)
    if (bitsOfHalf(x) !== bits || !Object.is(toHalf(x), x)) throw new Error(`${bits} is ${x}`)
    // Between this number and the next: the middle goes to the one with even bits, the rest to the nearer.
    if (bits >= 0x7bff) continue
    const next = halfOfBits(bits + 1)
    const middle = (x + next) / 2
    if (toHalf(middle) !== (bits % 2 === 0 ? x : next)) throw new Error(`${middle}`)
    if (toHalf(middle * (1 - 2 ** -52)) !== x || toHalf(-middle * (1 + 2 ** -52)) !== -next) throw new Error(`${x}`)
  }
  // -0 is 0 in a set.
  expect(numbers.size).toBe(2 * 0x7c01 - 1)
  expect(halfOfBits(0x3c00)).toBe(1)
  expect(halfOfBits(0x7bff)).toBe(65504)
  expect([65519.999, 65520, -65520, 1e300].map(toHalf)).toEqual([65504, Infinity, -Infinity, Infinity])
  expect(bitsOfHalf(NaN)).toBe(0x7e00)
})

test('each result is rounded, and feeds are', async () => {
  const model = modelOf(
    [node('Add', ['a', 'b'], ['s']), node('Sub', ['s', 'b'], ['y'])],
    { a: 'float16' },
    { y: 'float16' },
    { initializers: { b: f16([], 2048) } },
  )
  expect(await answer(model, { a: f16([3], 1, 3, 0.1) })).toEqual(f16([3], 0, 4, 0))
  const same = one('Identity', { x: 'float16' }, 'float16')
  const feed = f16([2], 0.1, 1e6)
  expect(await answer(same, { x: feed })).toEqual(f16([2], 0.0999755859375, Infinity))
  expect(feed).toEqual(f16([2], 0.1, 1e6))
})

test('float16 and float32 do not mix but where an operator takes both', async () => {
  const both = { a: 'float16', b: 'float32' } as const
  expect(await rejection(js().open(one('Add', both, 'float16')))).toMatchObject({ code: 'ERR_ONNX_INVALID' })
  const power = one('Pow', { a: 'float32', b: 'float16' }, 'float32')
  expect(await answer(power, { a: f32([1], 0.1), b: f16([], 1) })).toEqual(f32([1], 0.1))
})

test('constants of float16', async () => {
  const model = modelOf(
    [node('ConstantOfShape', ['n'], ['c'], { value: { tensor: f16([1], 0.1) } }), node('Exp', ['c'], ['y'])],
    { n: 'int64' },
    { y: 'float16' },
  )
  expect(await answer(model, { n: i64([1], 2) })).toEqual(f16([2], 1.10546875, 1.10546875))
})

test('float16 in each of the fields that hold it', () => {
  const read = (tensor: object): Tensor => {
    const bytes = encodeProto('TensorProto', { data_type: 10, dims: [3], ...tensor })
    return readTensor(scanTensor({ bytes, start: 0, end: bytes.length }, 't', defaultLimits))
  }
  const wanted = f16([3], 1, -Infinity, 2 ** -24)
  expect(read({ raw_data: Uint8Array.of(0, 0x3c, 0, 0xfc, 1, 0) })).toEqual(wanted)
  expect(read({ int32_data: [0x3c00, 0xfc00, 1] })).toEqual(wanted)
  expect(refusal(() => read({ int32_data: [0x3c00, 65536, 1] })).code).toBe('ERR_ONNX_INVALID')
  expect(refusal(() => read({ raw_data: new Uint8Array(12) })).code).toBe('ERR_ONNX_INVALID')
  expect(refusal(() => read({ float_data: [1, 2, 3] })).code).toBe('ERR_ONNX_INVALID')
})
