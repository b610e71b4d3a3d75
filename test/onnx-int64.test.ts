import { expect, test } from 'vitest'
import type { Tensor } from '../src/backends/backend.js'
import { js } from '../src/js.js'
import { encodeProto } from './onnx-proto.js'

/** As protobufjs writes 64 bits. */
const long = (value: bigint): object => ({ low: Number(BigInt.asIntN(32, value)), high: Number(value >> 32n) })
const one = (value: bigint): object => ({ type: 2, i: long(value) })
const list = (...values: bigint[]): object => ({ type: 7, ints: values.map(long) })
const texts = (...values: string[]): object => ({
  type: 8,
  strings: values.map((value) => new TextEncoder().encode(value)),
})
const int64 = (...values: bigint[]): Tensor => ({
  type: 'int64',
  dims: [values.length],
  data: BigInt64Array.from(values),
})

/** What a node with an input of int64, or without one, makes of it. */
async function answer(
  opType: string,
  [domain, version]: readonly [string, number],
  attributes: Readonly<Record<string, object>>,
  x?: Tensor,
): Promise<readonly unknown[]> {
  const port = (name: string): object => ({ name, type: { tensor_type: { elem_type: 7, shape: { dim: [{}] } } } })
  const bytes = encodeProto('ModelProto', {
    ir_version: 8,
    opset_import: [{ domain, version }],
    graph: {
      name: 'g',
      input: x === undefined ? [] : [port('x')],
      output: [{ name: 'y' }],
      node: [
        {
          op_type: opType,
          domain,
          input: x === undefined ? [] : ['x'],
          output: ['y'],
          attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...value })),
        },
      ],
    },
  })
  const session = await js().open(bytes)
  const { y } = await session.run(x === undefined ? {} : { x })
  return [...(y as Tensor).data]
}

const ml = ['ai.onnx.ml', 2] as const
const [least, most, even] = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n]
const odd = even + 1n

test('Slice of the first version ends where int64 does', async () => {
  const x = int64(1n, 2n, 3n, 4n, 5n)
  expect(await answer('Slice', ['', 9], { starts: list(1n), ends: list(most) }, x)).toEqual([2n, 3n, 4n, 5n])
  expect(await answer('Slice', ['', 9], { starts: list(least), ends: list(-2n) }, x)).toEqual([1n, 2n, 3n])
})

test('Constant has all bits', async () => {
  for (const value of [least, most, odd, -odd, 0n]) {
    expect(await answer('Constant', ['', 13], { value_int: one(value) })).toEqual([value])
    expect(await answer('Constant', ['', 13], { value_ints: list(value, 7n) })).toEqual([value, 7n])
  }
  await expect(answer('Constant', ['', 13], {})).rejects.toMatchObject({ code: 'ERR_ONNX_INVALID' })
})

test('neighbours that a double cannot tell apart are two keys', async () => {
  const x = int64(even, odd, 5n)
  const encoder = { keys_int64s: list(even, odd), values_int64s: list(most, least), default_int64: one(-odd) }
  expect(await answer('LabelEncoder', ml, encoder, x)).toEqual([most, least, -odd])
  const mapper = { cats_strings: texts('even', 'odd'), cats_int64s: list(even, odd) }
  expect(await answer('CategoryMapper', ml, mapper, x)).toEqual(['even', 'odd', '_Unused'])
  expect(await answer('OneHotEncoder', ml, { cats_int64s: list(even, odd) }, x)).toEqual([1, 0, 0, 1, 0, 0])
  const imputer = { imputed_value_int64s: list(most), replaced_value_int64: one(odd) }
  expect(await answer('Imputer', ml, imputer, x)).toEqual([even, most, 5n])
})
