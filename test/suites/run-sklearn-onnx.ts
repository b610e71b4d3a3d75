import type { Tensor, TensorType } from '../../src/backends/backend.js'
import { defaultLimits } from '../../src/limits.js'
import { inlineFunctions } from '../../src/onnx/functions.js'
import { readModel } from '../../src/onnx/read.js'
import { allocate } from '../../src/onnx/types.js'
import { outcomeOf, type Engine, type Feeds, type Outcome } from './engine.js'

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

function differs(a: readonly unknown[], wanted: unknown, absolute: number): string | null {
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

/** One tensor for each row of a matrix, or element of a vector. */
function rowsOf({ type, dims, data }: Tensor): Tensor[] {
  const width = dims.slice(1).reduce((product, size) => product * size, 1)
  return Array.from({ length: dims[0]! }, (_, r) => {
    return { type, dims: [1, ...dims.slice(1)], data: data.slice(r * width, (r + 1) * width) } as Tensor
  })
}

async function problemOf(name: string, model: Uint8Array, one: Case, engine: Engine): Promise<string | null> {
  const { inputs, outputs, decimal, flags } = one
  // scikit-learn may give more than the model, and the model more than scikit-learn.
  const expected = one.expected.slice(0, outputs.length)
  const run = await engine.open(model)
  const ports = readModel(model, 'model.onnx', defaultLimits, inlineFunctions).graph.inputs
  const given = inputs.flatMap((input) => {
    const port = ports.find((found) => found.name === input.name)
    return port === undefined ? [] : [{ port, tensor: tensorOf(input, port.type!) }]
  })
  // Some models take one row at a time.
  const single = flags.some((flag) => flag.startsWith('OneOff')) && given[0]!.port.dims?.[0] === 1
  const calls: Feeds[] = single
    ? rowsOf(given[0]!.tensor).map((row) => ({ [given[0]!.port.name]: row }))
    : [Object.fromEntries(given.map(({ port, tensor }) => [port.name, tensor]))]
  const answers: unknown[][] = expected.map(() => [])
  for (const feeds of calls) {
    const got = await run(feeds)
    answers.forEach((cells, i) => void cells.push(...cellsOf(got[i])))
  }
  // The second of two columns of scores, with the other sign.
  if (flags.includes('NoProbOpp')) answers[1] = answers[1]!.filter((_, i) => i % 2 === 1).map((x) => -(x as number))
  const problems = answers.map((cells, i) => differs(cells, expected[i], 1.5 * 10 ** -decimal))
  // Out0 compares the first output alone; NoCl has places for labels, where scikit-learn has the labels.
  const only = name.includes('-Out0') || flags.includes('Out0')
  const compared = problems.slice(name.endsWith('NoCl') ? 1 : 0, only ? 1 : undefined)
  return compared.find((text) => text !== null) ?? null
}

/** Models that sklearn-onnx converts. */
export async function runSklearnOnnx(entries: ReadonlyMap<string, Uint8Array>, engine: Engine): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [path, bytes] of entries) {
    if (!path.endsWith('/case.json')) continue
    const name = path.slice(0, -'/case.json'.length)
    const model = entries.get(`${name}/model.onnx`)!
    const one = JSON.parse(new TextDecoder().decode(bytes)) as Case
    outcomes.push(await outcomeOf(name, () => problemOf(name, model, one, engine)))
  }
  return outcomes
}
