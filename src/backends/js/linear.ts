import type { NodeContext } from './kernel.js'
import { packMatrix, type Matrix } from './matrix.js'
import { tensorOf } from './dims.js'

/** Coefficients as a matrix of a column for each target, and what is added to its products. */
export interface Linear {
  readonly matrix: Matrix
  readonly intercepts: Float32Array | null
  /** The matrix for rows of `columns` cells, of at most its k: rows of as many coefficients, the last ones being left out. */
  readonly narrow: (columns: number) => Matrix
}

/** Reads `coefficients`, a row for each target, and `intercepts`, which may be missing or empty. `surplus` may be more than whole rows. */
export function readLinear(node: NodeContext, targets: number, surplus = false): Linear {
  const coefficients = node.floats('coefficients') ?? node.invalid('expected attribute coefficients')
  const intercepts = node.floats('intercepts')
  if (!(targets >= 1) || coefficients.length < targets || (coefficients.length % targets !== 0 && !surplus)) {
    node.invalid(`expected coefficients for ${targets} targets, got ${coefficients.length}`)
  }
  // One 0 for many targets says nothing; what any other would be added to, runtimes do not agree.
  const none = intercepts === null || intercepts.length === 0 || (intercepts.length === 1 && intercepts[0] === 0)
  const given = none ? null : intercepts
  if (given !== null && given.length !== targets) node.invalid(`expected ${targets} intercepts, got ${given.length}`)
  const narrow = (columns: number): Matrix => {
    node.count([columns * targets])
    return packMatrix(tensorOf('float32', [targets, columns], coefficients), 0, columns, targets, true)
  }
  return { matrix: narrow(Math.floor(coefficients.length / targets)), intercepts: given, narrow }
}

/** Adds the intercepts to each row of scores. */
export function addIntercepts(scores: Float32Array, intercepts: Float32Array | null): void {
  if (intercepts === null) return
  for (let i = 0; i < scores.length; i++) scores[i]! += intercepts[i % intercepts.length]!
}
