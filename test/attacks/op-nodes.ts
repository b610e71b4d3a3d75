import { readFileSync } from 'node:fs'
import { allocate, elements, type Column, type ColumnType } from '../../src/column.js'
import { BundleError } from '../../src/errors.js'
import { resolveLimits } from '../../src/limits.js'
import type { Bound, Op } from '../../src/ops/op.js'
import { resourcesOf, type Case, type Vectors } from '../conformance.js'
import { generator, mutateJson, pick, type Random } from './mutate.js'

/** Small ceilings, so that what is taken is soon done. */
const limits = resolveLimits({ width: 2_000, steps: 200_000, text: 10_000, tokens: 1_000 })
const rows = 4

const numbers = [0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 5e-324, 1e308, -1e308, 1e39, 2 ** 53, 2 ** 32, 2 ** 31]
const texts = [
  null,
  '',
  'a',
  'constructor',
  '__proto__',
  '\u0000',
  '\ud800',
  'ß',
  'İ',
  '\ud83d\ude00',
  'a b a',
  '0'.repeat(99),
]

/** A column of whatever a record can bring about, and of what the op's vectors have. */
function hostile({ kind, width }: ColumnType, own: readonly unknown[], random: Random): Column {
  const count = elements({ kind, width })
  const place = { width, offset: 0, stride: count }
  const length = count * rows
  const number = (): number => {
    const cell = random(2) === 0 && own.length > 0 ? pick(random, own) : pick(random, numbers)
    return typeof cell === 'number' ? cell : NaN
  }
  const string = (): string | null => {
    const cell = random(2) === 0 && own.length > 0 ? pick(random, own) : pick(random, texts)
    return typeof cell === 'string' ? cell : null
  }
  if (kind === 'number') return { kind, ...place, data: Float64Array.from({ length }, number) }
  if (kind === 'string') return { kind, ...place, data: Array.from({ length }, string) }
  if (kind === 'tokens') {
    const tokens = (): readonly string[] => Array.from({ length: random(5) }, () => string() ?? '')
    return { kind, ...place, data: Array.from({ length }, () => (random(5) === 0 ? null : tokens())) }
  }
  const row = (): { indices: Int32Array; values: Float64Array } => {
    const indices = Int32Array.from({ length: width }, (_, i) => i).filter(() => random(2) === 0)
    return { indices, values: Float64Array.from(indices, number) }
  }
  return { kind, ...place, data: Array.from({ length }, row) }
}

/** Other attributes, and now and then an input too many, too few, of another kind or width. */
function mutateNode(one: Case, random: Random): { attrs: Case['attrs']; inputs: readonly ColumnType[] } {
  const inputs: ColumnType[] = one.inputs.map(({ kind, width }) => ({ kind, width }))
  if (random(6) === 0) {
    const at = random(inputs.length)
    const other = { kind: pick(random, ['number', 'string', 'tokens', 'sparse'] as const), width: random(5) }
    inputs.splice(at, random(2), ...(random(2) === 0 ? [other] : []))
  }
  return { attrs: random(6) === 0 ? one.attrs : mutateJson(one.attrs as never, random), inputs }
}

function run(bound: Bound, inputs: readonly ColumnType[], own: readonly unknown[], random: Random): void {
  const given = inputs.map((type) => hostile(type, own, random))
  const out = bound.outputs.map((type) => allocate(type, rows))
  bound.run(given, out, rows, (row, expected) => {
    if (!(row >= 0 && row < rows) || expected === '') throw new Error(`row ${row} rejected: ${expected}`)
  })
}

export interface OpReport {
  /** Nodes that could be prepared, all of which ran. */
  readonly taken: number
  readonly refused: number
}

/**
 * Prepares `count` nodes of the op, mutated from those of its vectors, and runs those that are taken on hostile cells. Throws what
 * is no BundleError, whatever a run throws, and when the op has no vectors.
 */
export function attackOp(op: Op, count: number): OpReport {
  const file = `spec/vectors/ops/${op.name}.json`
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors
  if (vectors.version !== op.version) throw new Error(`${file} is of version ${vectors.version}, not ${op.version}`)
  const { tensors, strings } = resourcesOf(vectors)
  let [taken, refused] = [0, 0]
  for (let seed = 1; seed <= count; seed++) {
    const random = generator(seed)
    const one = pick(random, vectors.cases)
    const { attrs, inputs } = mutateNode(one, random)
    const own = one.inputs.flatMap((column) => ('data' in column ? (column.data as readonly unknown[]) : []))
    let bound: Bound
    try {
      bound = op.bind(attrs, inputs, { tensors, strings, budget: { left: 100_000 }, limits }, 'graph.json#/nodes/0')
    } catch (error) {
      if (!(error instanceof BundleError) || error.message.length > 1000) throw error
      refused++
      continue
    }
    // What a plan refuses, or stops at the limit.
    const wide = bound.outputs.some(({ width }) => width > limits.width)
    if (wide || (bound.steps ?? 0) > limits.steps) continue
    try {
      run(bound, inputs, own, random)
    } catch (cause) {
      throw new Error(`${op.name}, seed ${seed}: ${JSON.stringify(attrs).slice(0, 300)}`, { cause })
    }
    taken++
  }
  return { taken, refused }
}
