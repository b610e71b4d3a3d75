import { exp } from '../../../math/exp.js'
import { labelRows, largest, readLabels, type ClassLabels } from '../class-labels.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { couplePairs } from '../pair-probabilities.js'
import { ofOneScore, readPostTransform, refuseProbit } from '../post-transform-name.js'
import { doublesOf, rowsOf, rowTypes } from '../rows.js'
import { readSvmKernel } from '../svm-kernel.js'
import { transformScores } from '../trees/post-transform.js'
import { typeOfInput } from '../types.js'

/** Labels of one class: whether its score is above 0. */
const signs: ClassLabels = { type: 'int64', values: [0n, 1n] }

/** Scores of one row, written from the start of `scores`; says the class that most pairs choose, -1 where there are no pairs. */
type Scorer = (rows: Float64Array, x: number, scores: Float64Array) => number

interface Machine {
  readonly scores: number
  readonly width: number
  readonly steps: number
  readonly score: Scorer
}

/** Without support vectors: x · coefficients + rho for each class. */
function bindLinear(node: NodeContext, coefficients: Float32Array, rho: Float32Array, classes: number): Machine {
  const width = coefficients.length / classes
  if (!Number.isSafeInteger(width) || width === 0) node.invalid(`expected coefficients for ${classes} classes`)
  const kernel = readSvmKernel(node, width, true)
  const score: Scorer = (rows, x, scores) => {
    for (let i = 0; i < classes; i++) scores[i] = kernel(rows, x, coefficients, i * width) + rho[0]!
    return -1
  }
  return { scores: classes, width, steps: coefficients.length, score }
}

/** With support vectors: a score for each pair of classes, i before j; above 0 it is a vote for i. */
function bindPairs(node: NodeContext, coefficients: Float32Array, rho: Float32Array, counts: Int32Array): Machine {
  const classes = counts.length
  const vectors = node.floats('support_vectors') ?? node.invalid('expected attribute support_vectors')
  const starts = [0]
  for (const count of counts) starts.push(starts.at(-1)! + count)
  const total = starts.at(-1)!
  const width = vectors.length / total
  const pairs = (classes * (classes - 1)) / 2
  const fits = Number.isSafeInteger(width) && width > 0 && coefficients.length >= total * (classes - 1)
  if (!fits || rho.length < pairs) node.invalid(`expected ${total} vectors, coefficients and ${pairs} rho`)
  const kernel = readSvmKernel(node, width, false)
  const values = new Float64Array(node.count([total]))
  const part = (own: number, other: number): number => {
    let sum = 0
    const row = (other > own ? other - 1 : other) * total
    for (let l = starts[own]!; l < starts[own + 1]!; l++) sum += coefficients[row + l]! * values[l]!
    return sum
  }
  const score: Scorer = (rows, x, scores) => {
    for (let j = 0; j < total; j++) values[j] = kernel(rows, x, vectors, j * width)
    const votes = new Float64Array(classes)
    for (let i = 0, at = 0; i < classes; i++) {
      for (let j = i + 1; j < classes; j++, at++) {
        scores[at] = part(i, j) + part(j, i) + rho[at]!
        votes[scores[at]! > 0 ? i : j]!++
      }
    }
    return largest(votes, 0, classes)
  }
  return { scores: pairs, width, steps: total * (width + classes), score }
}

/** Turns the scores of pairs into probabilities of classes: 1 / (1 + exp(a s + b)), within 1e-7 of 0 and 1, coupled. */
function bindProbabilities(
  node: NodeContext,
  pairs: number,
  classes: number,
): ((scores: Float64Array) => Float64Array) | null {
  const [a, b] = [node.floats('prob_a'), node.floats('prob_b')]
  if (a === null || a.length === 0) return null
  if (a.length !== pairs || b?.length !== pairs) node.invalid(`expected ${pairs} values in prob_a and prob_b`)
  return (scores) => {
    const table = new Float64Array(classes * classes)
    for (let i = 0, at = 0; i < classes; i++) {
      for (let j = i + 1; j < classes; j++, at++) {
        const one = 1 / (1 + exp(scores[at]! * a[at]! + b![at]!))
        table[i * classes + j] = Math.min(Math.max(one, 1e-7), 1 - 1e-7)
        table[j * classes + i] = 1 - table[i * classes + j]!
      }
    }
    return couplePairs(table, classes)
  }
}

function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, rowTypes)
  const labels = readLabels(node, 'classlabels_ints', 'classlabels_strings')
  const classes = labels?.values.length ?? 1
  if (classes === 1 && labels?.type === 'string') node.unsupported('expected two labels of strings or more')
  const coefficients = node.floats('coefficients') ?? node.invalid('expected attribute coefficients')
  const rho = node.floats('rho') ?? node.invalid('expected attribute rho')
  if (rho.length === 0 || coefficients.length === 0) node.invalid('expected coefficients and rho')
  const counts = node.indices('vectors_per_class') ?? new Int32Array(0)
  const supported = counts.some((count) => count > 0)
  if (supported && (counts.length !== classes || classes < 2)) node.invalid(`expected ${classes} vectors_per_class`)
  const machine = supported ? bindPairs(node, coefficients, rho, counts) : bindLinear(node, coefficients, rho, classes)
  for (const name of ['kernel_type', 'kernel_params', 'support_vectors', 'prob_a', 'prob_b']) node.has(name)
  const couple = supported ? bindProbabilities(node, machine.scores, classes) : null
  const named = readPostTransform(node)
  const post = classes === 1 ? ofOneScore(named) : named
  const positive = coefficients.every((value) => value >= 0)
  const scores = couple === null ? machine.scores : classes
  // One score of two classes is written as that of the second, beside that of the first.
  const two = scores === 1 && classes === 2
  refuseProbit(node, post, two)
  const width = two ? 2 : scores
  const names = classes === 1 ? signs : labels!
  return {
    types: [names.type, 'float32'],
    run([x]) {
      const [rows, columns] = rowsOf(node, x!, machine.width)
      node.charge(rows * (machine.steps + (couple === null ? 0 : 100 * classes * classes)))
      const data = doublesOf(node, x!)
      const out = make(node, 'float32', [rows, width])
      const chosen = new Int32Array(node.count([rows]))
      const raw = new Float64Array(Math.max(machine.scores, 2))
      for (let r = 0; r < rows; r++) {
        const vote = machine.score(data, r * columns, raw)
        const values = couple === null ? raw : couple(raw)
        const best = vote >= 0 ? vote : largest(values, 0, scores)
        chosen[r] = classes === 1 ? +(raw[0]! > 0) : vote < 0 && two ? +(raw[0]! > (positive ? 0.5 : 0)) : best
        const row = two ? Float64Array.of(-raw[0]!, raw[0]!) : values.slice(0, scores)
        transformScores(post, row, 0, width, true)
        out.set(row, r * width)
      }
      return [labelRows(node, names, rows, (r) => chosen[r]!), tensorOf('float32', [rows, width], out)]
    },
  }
}

/**
 * In float64. With support vectors each pair of classes has a score, and the label is the class that most pairs choose, the first of
 * equals; `prob_a` and `prob_b` make probabilities of classes of the scores. Two classes without them have the scores -s and s.
 */
export const svmClassifier: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'SVMClassifier',
  since: 1,
  inputs: [1, 1],
  bind,
})
