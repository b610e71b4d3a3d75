import { expect, test } from 'vitest'
import type { BundleError } from '../../src/errors.js'
import { js } from '../../src/js.js'
import type { Tensor, TensorType, Value } from '../../src/backends/backend.js'
import { allocate } from '../../src/onnx/types.js'
import { hasEveryOperator, readSuite } from './onnx-cases.js'

interface Data {
  readonly name: string
  readonly dtype: TensorType
  readonly dims: readonly number[]
  readonly data: readonly (number | string | boolean | null)[]
}
interface Case {
  readonly inputs: readonly Data[]
  readonly outputs: readonly string[]
  readonly expected: readonly unknown[]
  readonly decimal: number
  readonly flags: readonly string[]
}

const entries = readSuite('sklearn-onnx-cases.zip')

const special = new Map<unknown, number>([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  [null, NaN],
])

function tensorOf({ dims, data }: Data, type: TensorType): Tensor {
  const cells = allocate(type, data.length) as { [index: number]: unknown }
  data.forEach((value, i) => {
    const plain = type === 'string' ? value : (special.get(value) ?? value)
    cells[i] = type === 'int64' ? BigInt(plain as number) : plain
  })
  return { type, dims, data: cells } as unknown as Tensor
}

/** The numbers or texts of an answer, maps in the order of their keys. */
function cellsOf(value: unknown): unknown[] {
  if (value instanceof Map) return [...value.values()]
  if (Array.isArray(value)) return value.flatMap(cellsOf)
  if (typeof value === 'object' && value !== null) {
    return 'data' in value ? Array.from(value.data as ArrayLike<unknown>) : Object.values(value).flatMap(cellsOf)
  }
  return [value]
}

function differs(got: Value | undefined, wanted: unknown, absolute: number): string | null {
  const a = cellsOf(got)
  const b = cellsOf(wanted)
  if (a.length !== b.length) return `expected ${b.length} values, got ${a.length}`
  for (let i = 0; i < a.length; i++) {
    const x = typeof a[i] === 'string' ? a[i] : Number(a[i])
    const y = typeof x === 'string' ? String(b[i]) : Number(special.get(b[i]) ?? b[i])
    if (x === y || (x !== x && y !== y)) continue
    const near = Math.abs((x as number) - (y as number)) <= absolute * (1 + Math.abs(y as number))
    if (!near) return `expected ${String(y)} at ${i}, got ${String(x)}`
  }
  return null
}

// Skipped where the archive of third-party cases is not beside the project.
test.skipIf(entries === null)(
  'models that sklearn-onnx converts',
  async () => {
    const count = { passed: 0, refused: 0, imports: 0 }
    const failed: string[] = []
    for (const [path, bytes] of entries!) {
      if (!path.endsWith('/case.json')) continue
      const name = path.slice(0, -'/case.json'.length)
      const model = entries!.get(`${name}/model.onnx`)!
      const { inputs, outputs, expected, decimal, flags } = JSON.parse(new TextDecoder().decode(bytes)) as Case
      try {
        const session = await js().open(model)
        const feeds: Record<string, Value> = {}
        for (const input of inputs) {
          const port = session.inputs.find((found) => found.name === input.name)
          if (port) feeds[input.name] = tensorOf(input, port.type!)
        }
        const answers = session.runSync!(feeds)
        const problems = outputs.map((output, i) => differs(answers[output], expected[i], 1.5 * 10 ** -decimal))
        // Out0 compares the first output alone; NoCl has places for labels, where scikit-learn has the labels.
        const [from, to] = [
          name.endsWith('NoCl') ? 1 : 0,
          name.includes('-Out0') || flags.includes('Out0') ? 1 : outputs.length,
        ]
        const problem = problems.slice(from, to).find((text) => text !== null)
        if (problem) failed.push(`${name}: ${problem}`)
        else count.passed++
      } catch (error) {
        const { code, message } = error as BundleError
        const lacks = code === 'ERR_ONNX_UNSUPPORTED' && (!hasEveryOperator(model) || message.startsWith('no version'))
        if (lacks) count.refused++
        else if (code === 'ERR_ONNX_INVALID' && message.startsWith('expected one version of')) count.imports++
        else failed.push(`${name}: ${String(error)}`)
      }
    }
    console.info(
      `sklearn-onnx: ${count.passed} passed, ${count.refused} lack an operator, ${count.imports} import a domain twice, ${failed.length} failed`,
    )
    expect(failed).toEqual([])
  },
  120_000,
)
