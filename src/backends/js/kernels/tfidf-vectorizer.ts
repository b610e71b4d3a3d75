import { quote } from '../../../errors.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

/** A node of the tree of grams: the column of the gram that ends here, -1 for none, and what may follow. */
interface Gram {
  column: number
  next: Map<unknown, Gram> | null
}

/** The grams of `min` to `max` items, as a tree. */
function readGrams(node: NodeContext, pool: readonly unknown[], min: number, max: number, columns: Float64Array): Gram {
  const starts = node.ints('ngram_counts') ?? node.invalid('expected attribute ngram_counts')
  const root: Gram = { column: -1, next: null }
  let gram = 0
  if (starts.length < max) node.invalid(`expected ${max} ngram_counts, got ${starts.length}`)
  for (let size = 1; size <= starts.length; size++) {
    const from = starts[size - 1]!
    const to = size < starts.length ? starts[size]! : pool.length
    if (!(from >= 0 && from <= to && to <= pool.length) || (to - from) % size !== 0) {
      node.invalid(`expected grams of ${size} items from ${from} to ${to} of ${pool.length}`)
    }
    for (let place = from; place < to; place += size, gram++) {
      if (size < min || size > max) continue
      let at = root
      for (let i = place; i < place + size; i++) {
        at.next ??= new Map()
        let below = at.next.get(pool[i])
        if (below === undefined) at.next.set(pool[i], (below = { column: -1, next: null }))
        at = below
      }
      if (gram >= columns.length) node.invalid(`expected ngram_indexes for each gram, got ${columns.length}`)
      at.column = columns[gram]!
    }
  }
  return root
}

/** Counts the grams of `count` items from `start` on, whose items are 1 to `skips` + 1 apart; grams of one item count once. */
function countGrams(
  items: readonly unknown[],
  start: number,
  count: number,
  root: Gram,
  [min, max, skips]: readonly [number, number, number],
  out: Float32Array,
  to: number,
): void {
  let least = min
  const end = start + count
  for (let step = 1; step <= skips + 1; step++) {
    for (let first = start; first + step * (least - 1) < end; first++) {
      let at: Gram | undefined = root
      for (let size = 1, i = first; size <= max && i < end; size++, i += step) {
        at = at.next?.get(items[i])
        if (at === undefined) break
        if (size >= least && at.column >= 0) out[to + at.column]!++
      }
    }
    if (least === 1 && ++least > max) return
  }
}

/**
 * How often each gram occurs in each row; IDF: its weight where it does; TFIDF: the number times its weight. Weights are in the order of the
 * grams in the pool.
 */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, ['string', 'int32', 'int64'])
  const mode = node.text('mode')
  if (mode !== 'TF' && mode !== 'IDF' && mode !== 'TFIDF') node.invalid(`no mode ${quote(mode)}`)
  const [min, max, skips] = [node.int('min_gram_length'), node.int('max_gram_length'), node.int('max_skip_count')]
  if (!(min >= 1 && max >= min && max <= 1000 && skips >= 0)) node.invalid(`expected grams of 1 to 1000 items`)
  const ints = node.ints('pool_int64s')
  const texts = node.strings('pool_strings')
  if ((ints === null) === (texts === null)) node.invalid('expected pool_int64s or pool_strings')
  if ((texts === null) === (type === 'string')) node.invalid(`expected a pool of ${type}`)
  const columns = node.ints('ngram_indexes') ?? node.invalid('expected attribute ngram_indexes')
  let width = 0
  for (const column of columns) {
    if (!(column >= 0)) node.invalid(`expected ngram_indexes of at least 0, got ${column}`)
    width = Math.max(width, column + 1)
  }
  const weights = node.floats('weights')
  if (weights !== null && weights.length !== columns.length) node.invalid(`expected ${columns.length} weights`)
  const factors = new Map(Array.from(weights ?? [], (weight, gram) => [columns[gram]!, weight]))
  const root = readGrams(node, texts ?? Array.from(ints!), min, max, columns)
  return {
    types: ['float32'],
    run([x]) {
      const { dims, data } = x!
      if (dims.length > 2) node.refuse(`expected at most 2 dimensions, got ${dims.length}`)
      const rows = dims.length === 2 ? dims[0]! : 1
      const count = dims.at(-1) ?? 1
      const made = dims.length === 2 ? [rows, width] : [width]
      const out = make(node, 'float32', made)
      node.charge(rows * count * (Math.min(skips, count) + 1) * max)
      const items = type === 'string' ? (data as readonly string[]) : Array.from(data, Number)
      for (let r = 0; r < rows; r++) {
        countGrams(items, r * count, count, root, [min, max, Math.min(skips, count)], out, r * width)
      }
      for (let i = 0; i < out.length; i++) {
        if (mode !== 'TF' && out[i]! > 0) out[i] = (mode === 'IDF' ? 1 : out[i]!) * (factors.get(i % width) ?? 1)
      }
      return [tensorOf('float32', made, out)]
    },
  }
}

export const tfIdfVectorizer: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'TfIdfVectorizer',
  since: 9,
  inputs: [1, 1],
  bind,
})
