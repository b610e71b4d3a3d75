export const LEQ = 0
export const LT = 1
export const GTE = 2
export const GT = 3
export const EQ = 4
export const MEMBER = 6

/** Trees by node, numbered as in ONNX's TreeEnsemble, with every index checked. */
export interface TreeTable {
  readonly roots: Int32Array
  readonly features: Int32Array
  readonly modes: Uint8Array
  readonly splits: ArrayLike<number>
  readonly tracksTrue: Int32Array | null
  /** Where the test leads to when it holds, and when it fails: node n, or leaf i as -1 - i. */
  readonly whenTrue: Int32Array
  readonly whenFalse: Int32Array
  /** Where the votes of each leaf begin, and after the last where they end; null where leaf i has vote i alone. */
  readonly leafStarts: Int32Array | null
  /** Of each vote. */
  readonly leafTargets: Int32Array
  readonly leafWeights: ArrayLike<number>
  readonly targets: number
  /** NaN after each set, in the order of the MEMBER nodes. */
  readonly members: ArrayLike<number> | null
}
