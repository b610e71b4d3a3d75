import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Tensor, TensorType, Value } from '../src/backends/backend.js'
import { allocate } from '../src/onnx/types.js'
import type { AttributeDefinition } from '../src/onnx/write.js'
import { observedJs } from './observed-shapes.js'
import { modelOf, node, rejection } from './onnx-model.js'

interface Written {
  readonly type: TensorType
  readonly dims: readonly number[]
  readonly data: readonly (number | string)[]
}
interface Vectors {
  readonly operator: string
  readonly cases: readonly {
    readonly name: string
    readonly opset: number
    /** '' where there is none. */
    readonly domain?: string
    readonly attributes: Readonly<Record<string, AttributeDefinition>>
    /** A list is a sequence. */
    readonly inputs: readonly (Written | readonly Written[] | null)[]
    readonly outputs?: readonly (Written | readonly Written[])[]
    /** In place of outputs: the code of the error that refuses the node, when it is opened or run. */
    readonly refused?: string
    /** Who answered, where it was not the reference implementation. */
    readonly by?: string
  }[]
}

/** What the reference implementation makes of float32 is up to NumPy's and the C library's last bits. */
const tolerance = (type: TensorType): number => (type === 'float16' ? 1e-3 : 2e-6)

const folder = 'spec/vectors/onnx'
const special: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity, '-0': -0 }

function tensorOf({ type, dims, data }: Written): Tensor {
  const cells = allocate(type, data.length) as { [index: number]: unknown }
  data.forEach((value, i) => {
    if (type === 'string') cells[i] = value
    else cells[i] = type.endsWith('int64') ? BigInt(value) : typeof value === 'string' ? special[value] : value
  })
  return { type, dims, data: cells } as unknown as Tensor
}

function differs(got: Value | undefined, wanted: Tensor): string | null {
  if (got === undefined || !('data' in got)) return 'no tensor'
  if (got.type !== wanted.type || got.dims.join() !== wanted.dims.join()) {
    return `expected ${wanted.type} [${wanted.dims.join()}], got ${got.type} [${got.dims.join()}]`
  }
  if (got.data.length !== wanted.data.length) {
    return `expected ${wanted.data.length} elements, got ${got.data.length}`
  }
  for (let i = 0; i < wanted.data.length; i++) {
    const [a, b] = [got.data[i]!, wanted.data[i]!]
    if (Object.is(a, b)) continue
    const float = wanted.type.startsWith('float')
    const zero = a === 0 && b === 0
    if (
      float &&
      !zero &&
      Math.abs((a as number) - (b as number)) <= tolerance(wanted.type) * (1 + Math.abs(b as number))
    )
      continue
    // A sum that cancels may be either zero.
    if (zero) continue
    return `expected ${b} at ${i}, got ${a}`
  }
  return null
}

/** The same for a sequence. */
function difference(got: Value | undefined, wanted: Written | readonly Written[]): string | null {
  if (!isSequence(wanted)) return differs(got, tensorOf(wanted))
  if (!Array.isArray(got) || got.length !== wanted.length) return `expected ${wanted.length} tensors`
  const items = got as readonly Value[]
  return items.map((item, i) => differs(item, tensorOf(wanted[i]!))).find((text) => text !== null) ?? null
}

const isSequence = (value: Written | readonly Written[] | null): value is readonly Written[] => Array.isArray(value)

const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Vectors)

describe.each(files)('$operator', ({ operator, cases }) => {
  test.each(cases)('$name', async (one) => {
    const { opset, domain = '', attributes, inputs, outputs = [], refused } = one
    const names = inputs.map((input, i) => (input === null ? '' : `x${i}`))
    // What is in a sequence is fed by itself, and put together in the model.
    const sequences = inputs.flatMap((input, i) => {
      if (!isSequence(input)) return []
      return [
        node(
          'SequenceConstruct',
          input.map((_item, j) => `x${i}_${j}`),
          [`x${i}`],
        ),
      ]
    })
    const given = inputs.flatMap((input, i): (readonly [string, Tensor])[] => {
      if (isSequence(input)) return input.map((item, j) => [`x${i}_${j}`, tensorOf(item)])
      return input === null ? [] : [[`x${i}`, tensorOf(input)]]
    })
    const model = modelOf(
      [
        ...sequences,
        {
          opType: operator,
          domain,
          inputs: names,
          outputs: refused === undefined ? outputs.map((__, i) => `y${i}`) : ['y0'],
          attributes,
        },
      ],
      Object.fromEntries(given.map(([name, { type }]) => [name, type])),
      refused !== undefined
        ? { y0: null }
        : Object.fromEntries(outputs.map((output, i) => [`y${i}`, isSequence(output) ? null : output.type])),
      { opset, microsoft: 1 },
    )
    const run = async (): Promise<Readonly<Record<string, Value>>> =>
      (await observedJs.open(model)).runSync!(Object.fromEntries(given))
    if (refused !== undefined) {
      expect((await rejection(run())).code).toBe(refused)
      return
    }
    const answers = await run()
    outputs.forEach((output, i) => {
      expect(difference(answers[`y${i}`], output)).toBeNull()
    })
  })
})
