import type { Model } from '../model/model.js'
import type { OutputRecord } from '../schema/decode.js'

/** What two bundles answer on the same records. */
export interface AnswerChange {
  readonly records: number
  /** Records that only the first, or only the second, refuses. */
  readonly refusedByFirst: number
  readonly refusedBySecond: number
  /** By output: how many records are answered otherwise, and the greatest difference of two numbers. */
  readonly outputs: Readonly<Record<string, { readonly differ: number; readonly worst: number }>>
}

/** The cells of an answer, whatever its form, by their path. */
function cells(value: unknown, path: string, into: Map<string, unknown>): Map<string, unknown> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) cells(item, `${path}/${key}`, into)
  } else into.set(path, value)
  return into
}

function compare(a: unknown, b: unknown): { readonly differ: boolean; readonly worst: number } {
  const [before, after] = [cells(a, '', new Map()), cells(b, '', new Map())]
  let differ = before.size !== after.size
  let worst = 0
  for (const [path, x] of before) {
    const y = after.get(path)
    if (Object.is(x, y)) continue
    differ = true
    if (typeof x === 'number' && typeof y === 'number') worst = Math.max(worst, Math.abs(x - y))
  }
  return { differ, worst }
}

/** Scores the records with both models; outputs that only one of them has are left out. */
export async function diffAnswers(a: Model, b: Model, records: readonly unknown[]): Promise<AnswerChange> {
  const answers = async (model: Model): Promise<readonly (OutputRecord | null)[]> =>
    (await model.predictBatch(records, { onInvalid: 'null' })).outputs
  const [first, second] = [await answers(a), await answers(b)]
  const names = a.schema.outputs
    .map(({ name }) => name)
    .filter((name) => b.schema.outputs.some((one) => one.name === name))
  const outputs = new Map(names.map((name) => [name, { differ: 0, worst: 0 }]))
  const refused = { first: 0, second: 0 }
  first.forEach((before, i) => {
    const after = second[i]!
    if (before === null || after === null) {
      if (before === null && after !== null) refused.first++
      if (before !== null && after === null) refused.second++
      return
    }
    for (const [name, sum] of outputs) {
      const { differ, worst } = compare(before[name], after[name])
      sum.differ += +differ
      sum.worst = Math.max(sum.worst, worst)
    }
  })
  return {
    records: records.length,
    refusedByFirst: refused.first,
    refusedBySecond: refused.second,
    outputs: Object.fromEntries(outputs),
  }
}
