import type { SparseRow } from '../column.js'
import { exp } from '../math/exp.js'
import { digamma } from '../math/digamma.js'
import { integer, number, numbers } from '../json/shape.js'
import { defineOp, type Op } from './op.js'

const epsilon = 2.220446049250313e-16
const expected = 'counts that are not negative'

/** The cells of a row that are not 0. */
function heldCells(data: Float64Array, from: number, width: number): SparseRow {
  const values = data.subarray(from, from + width)
  const indices = Int32Array.from(values.keys()).filter((i) => values[i] !== 0)
  return { indices, values: Float64Array.from(indices, (i) => values[i]!) }
}

/**
 * lda_topics, version 1: the shares of topics in a row of counts; the E step of variational Bayes for latent Dirichlet allocation
 * (Hoffman, Blei and Bach, NIPS 2010) in scikit-learn's order. `words` has for each topic and word the exponential of the expected
 * logarithm of the word's weight. With i over the words whose count is not 0, ascending, and t over the topics:
 *
 *     g[t] = 1, e[t] = exp(digamma(1) - digamma(topics)); then at most `iterations` times
 *       n[i] = ((e[0] * words[0][i] + e[1] * words[1][i]) + ...) + 2^-52
 *       h[t] = e[t] * ((0 + x[i] / n[i] * words[t][i]) + ...) + prior
 *       e[t] = exp(digamma(h[t]) - digamma(h[0] + h[1] + ...))
 *       change = (|g[0] - h[0]| + ...) / topics, g = h; the last one where change < tolerance
 *     y[t] = g[t] / (g[0] + g[1] + ...)
 *
 * A row is refused when a count is negative, and when a change that decides whether it goes on, as `tolerance` is above 0, is off it by no
 * more than `doubt` times the mean of g: there rounding decides.
 */
export const ldaTopics: Op = /* @__PURE__ */ defineOp({
  name: 'lda_topics',
  version: 1,
  inputs: [{ kinds: ['number', 'sparse'], width: 'inputs' }],
  outputs: [{ kinds: ['number'] }],
  attrs: {
    words: /* @__PURE__ */ numbers(['outputs', 'inputs']),
    prior: /* @__PURE__ */ number(),
    iterations: /* @__PURE__ */ integer(0, 1_000_000),
    tolerance: /* @__PURE__ */ number(),
    doubt: /* @__PURE__ */ number(),
  },
  bind({ words, prior, iterations, tolerance, doubt }, [{ width: inputs }], fail, widths) {
    if (prior < 0) fail(['attrs', 'prior'], `expected at least 0, got ${prior}`)
    if (doubt < 0) fail(['attrs', 'doubt'], `expected at least 0, got ${doubt}`)
    const topics = widths.get('outputs')!
    const first = exp(digamma(1) - digamma(topics))
    const g = new Float64Array(topics)
    const e = new Float64Array(topics)

    /** One round over the weights of the row's words, topic by topic; how far g moved, summed. */
    const move = (counts: Float64Array, weights: Float64Array): number => {
      const held = counts.length
      const ratios = counts.map((count, k) => {
        let n = 0
        for (let t = 0; t < topics; t++) n += e[t]! * weights[t * held + k]!
        return count / (n + epsilon)
      })
      let change = 0
      let total = 0
      for (let t = 0; t < topics; t++) {
        let sum = 0
        for (let k = 0; k < held; k++) sum += ratios[k]! * weights[t * held + k]!
        const h = e[t]! * sum + prior
        change += Math.abs(g[t]! - h)
        total += h
        g[t] = h
      }
      const whole = digamma(total)
      for (let t = 0; t < topics; t++) e[t] = exp(digamma(g[t]!) - whole)
      return change
    }
    const sumOf = (cells: Float64Array): number => cells.reduce((sum, cell) => sum + cell, 0)

    return {
      outputs: [{ kind: 'number', width: topics }],
      steps: iterations * topics * (2 * inputs + 100),
      run([x], [y], rows, reject) {
        for (let row = 0; row < rows; row++) {
          const from = x.offset + row * x.stride
          const to = y.offset + row * y.stride
          const { indices, values } = x.kind === 'sparse' ? x.data[from]! : heldCells(x.data, from, inputs)
          const negative = values.find((value) => value < 0)
          if (negative !== undefined) {
            reject(row, expected, negative)
            continue
          }
          const weights = new Float64Array(topics * indices.length)
          for (let t = 0, at = 0; t < topics; t++) {
            for (const index of indices) weights[at++] = words[t * inputs + index]!
          }
          g.fill(1)
          e.fill(first)
          for (let left = iterations; left > 0; left--) {
            const change = move(values, weights) / topics
            if (left > 1 && tolerance > 0 && Math.abs(change - tolerance) <= (doubt * sumOf(g)) / topics) {
              reject(row, 'topics that settle where rounding does not decide', change)
              break
            }
            if (change < tolerance) break
          }
          const whole = sumOf(g)
          for (let t = 0; t < topics; t++) y.data[to + t] = g[t]! / whole
        }
      },
    }
  },
})
