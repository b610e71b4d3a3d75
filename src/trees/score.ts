import { addLeaves, type Adder, type Ensemble, type PreparedEnsemble } from './ensemble.js'

const { fround } = Math

/** What is made in place of the `count` scores of a row, which begin at `start`. */
export type AfterSum = (scores: Float64Array, start: number, count: number, single: boolean) => void

/**
 * Writes the answers for `count` rows, from `at` on and `stride` apart, with `rounded` for what they are in float32: `targets` numbers a row, from
 * `to` on and `step` apart.
 */
export type Score = (
  x: Float64Array,
  at: number,
  stride: number,
  count: number,
  out: Float64Array,
  to: number,
  step: number,
  rounded: boolean,
) => void

/** Rows that are scored together: a tree that no cache holds is then read once for many of them. */
const ROWS = 2048
/** The same for trees that stay in a cache: then what matters is that the rows do too, while tree after tree passes over them. */
const NEAR_ROWS = 256
const NEAR_NODES = 65536
/** Numbers that such a block may take. */
const NUMBERS = 2097152

/** Copies the columns that are used of `count` rows, rounded or not, and after each row the same with -Infinity for NaN. */
function copyRows(
  { used, copied }: Ensemble,
  x: Float64Array,
  at: number,
  stride: number,
  count: number,
  rounded: boolean,
  rows: Float64Array,
): void {
  const columns = used.length
  let to = 0
  for (let r = 0, from = at; r < count; r++, from += stride) {
    if (rounded) for (let j = 0; j < columns; j++) rows[to + j] = fround(x[from + used[j]!]!)
    else for (let j = 0; j < columns; j++) rows[to + j] = x[from + used[j]!]!
    to += columns
    if (!copied) continue
    for (let j = 0; j < columns; j++) {
      const value = rows[to + j - columns]!
      rows[to + j] = value === value ? value : -Infinity
    }
    to += columns
  }
}

/** How many rows are scored together. */
export function rowsInBlock({ nodes, used, targets }: Ensemble): number {
  const most = nodes > NEAR_NODES ? ROWS : NEAR_ROWS
  return Math.max(4, Math.min(most, Math.floor(NUMBERS / (2 * used.length + targets))))
}

function votesOf(ensemble: Ensemble): Adder {
  const { walker, trees, targets, tally } = ensemble
  const { start, add } = tally ?? { start: 0, add: null }
  const addTo = add ?? addLeaves
  const leaves = new Int32Array(trees)
  return {
    group: 1,
    row(row, scores) {
      walker.one(row, leaves)
      scores.fill(start)
      addTo(ensemble, leaves, trees, scores, 0)
    },
    block(rows, stride, size, ends, scores) {
      scores.fill(start, 0, size * targets)
      for (let t = 0; t < trees; t++) {
        walker.block(t, rows, stride, size, ends)
        addTo(ensemble, ends, size, scores, targets)
      }
    },
  }
}

/** Of one target in float64. */
function sumsOf({ walker, trees }: Ensemble): Adder {
  return {
    group: 1,
    row(row, scores) {
      scores[0] = walker.sum(row)
    },
    block(rows, stride, size, _, scores) {
      scores.fill(0, 0, size)
      for (let t = 0; t < trees; t++) walker.add(t, rows, stride, size, scores)
    },
  }
}

/** Rows that are scored before the trees are laid out: about as many as that costs. */
const COLD_ROWS = 64

/** Prepares scoring. The answers are the same before and after the layout. */
export function prepareScore({ cold, hot }: PreparedEnsemble, after: AfterSum | null): Score {
  let score = scoreOf(cold, after)
  let left = COLD_ROWS
  return (x, at, stride, count, out, to, step, rounded) => {
    if (left > 0 && (left -= count) <= 0) score = scoreOf(hot(), after)
    score(x, at, stride, count, out, to, step, rounded)
  }
}

/** Scores one row at a time tree by tree, more in blocks, with the same sums in the same order. */
export function scoreOf(ensemble: Ensemble, after: AfterSum | null): Score {
  const { used, copied, targets, single, tally, adderOf } = ensemble
  const alone = (tally?.add ?? null) === null
  const adder = (alone && adderOf !== null ? adderOf : alone && !single && targets === 1 ? sumsOf : votesOf)(ensemble)
  const copy = used.length * (copied ? 2 : 1)
  const row = new Float64Array(copy)
  const rowScores = new Float64Array(targets)
  // Of the largest block so far.
  let rows = new Float64Array(0)
  let scores = new Float64Array(0)
  let ends = new Int32Array(0)
  const finish = (sums: Float64Array, count: number): void => {
    tally?.settle(ensemble, sums, count * targets)
    if (after !== null) for (let r = 0; r < count; r++) after(sums, r * targets, targets, single)
  }
  return (x, at, stride, count, out, to, step, rounded) => {
    if (count === 1) {
      copyRows(ensemble, x, at, stride, 1, rounded, row)
      adder.row(row, rowScores)
      finish(rowScores, 1)
      for (let i = 0; i < targets; i++) out[to + i] = rowScores[i]!
      return
    }
    const most = Math.min(count, rowsInBlock(ensemble))
    if (scores.length < most * targets) {
      rows = new Float64Array(most * copy)
      scores = new Float64Array(most * targets)
      ends = new Int32Array(most * adder.group)
    }
    const whole = !copied && !rounded && used.length === stride
    for (let first = 0; first < count; first += most) {
      const size = Math.min(most, count - first)
      const from = at + first * stride
      if (!whole) copyRows(ensemble, x, from, stride, size, rounded, rows)
      adder.block(whole ? x.subarray(from) : rows, copy, size, ends, scores)
      finish(scores, size)
      const target = to + first * step
      if (step === targets) out.set(scores.subarray(0, size * targets), target)
      else for (let r = 0; r < size; r++) out.set(scores.subarray(r * targets, (r + 1) * targets), target + r * step)
    }
  }
}
