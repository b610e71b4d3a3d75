import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { js } from '../src/js.js'
import type { Tensor, TensorType, Value } from '../src/backends/backend.js'
import { allocate } from '../src/onnx/types.js'
import type { AttributeDefinition } from '../src/onnx/write.js'
import { modelOf } from './onnx-model.js'

interface Written {
  readonly type: TensorType
  readonly dims: readonly number[]
  readonly data: readonly (number | string)[]
}
interface Vectors {
  readonly operator: string
  readonly cases: readonly {
    readonly opset: number
    readonly attributes: Readonly<Record<string, AttributeDefinition>>
    readonly inputs: readonly (Written | null)[]
    readonly outputs: readonly Written[]
  }[]
}

/** What the reference implementation makes of float32 is up to NumPy's and the C library's last bits. */
const tolerance = (type: TensorType): number => (type === 'float16' ? 1e-3 : 2e-6)

const folder = 'spec/vectors/onnx'
const special: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity, '-0': -0 }

function tensorOf({ type, dims, data }: Written): Tensor {
  const cells = allocate(type, data.length) as { [index: number]: unknown }
  data.forEach((value, i) => {
    cells[i] = type.endsWith('int64') ? BigInt(value) : typeof value === 'string' ? special[value] : value
  })
  return { type, dims, data: cells } as unknown as Tensor
}

function differs(got: Value | undefined, wanted: Tensor): string | null {
  if (got === undefined || !('data' in got)) return 'no tensor'
  if (got.type !== wanted.type || got.dims.join() !== wanted.dims.join()) {
    return `expected ${wanted.type} [${wanted.dims.join()}], got ${got.type} [${got.dims.join()}]`
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

const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Vectors)

describe.each(files)('$operator', ({ operator, cases }) => {
  test.each(cases.map((one, i) => [i, one] as const))('case %i', async (_, { opset, attributes, inputs, outputs }) => {
    const names = inputs.map((input, i) => (input === null ? '' : `x${i}`))
    const given = inputs.flatMap((input, i) => (input === null ? [] : [[`x${i}`, tensorOf(input)] as const]))
    const model = modelOf(
      [{ opType: operator, inputs: names, outputs: outputs.map((__, i) => `y${i}`), attributes }],
      Object.fromEntries(given.map(([name, { type }]) => [name, type])),
      Object.fromEntries(outputs.map(({ type }, i) => [`y${i}`, type])),
      { opset },
    )
    const answers = (await js().open(model)).runSync!(Object.fromEntries(given))
    outputs.forEach((output, i) => {
      expect(differs(answers[`y${i}`], tensorOf(output))).toBeNull()
    })
  })
})
