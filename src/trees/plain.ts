import { GT, GTE, LEQ, LT } from './table.js'

/** `row[feature] <= threshold`, as a stand-in for another test. */
export interface Test {
  threshold: number
  /** The branches are the other way round. */
  swapped: boolean
  /** To be asked of the row in which NaN is -Infinity. */
  copied: boolean
}

/**
 * Says exactly by `<=` what a test says, NaN included; false where that can't be. x < t is x <= the number before t; the tests >= and
 * > are < and <= with swapped branches. NaN fails `<=`, and in the copy, as -Infinity, passes it.
 */
type PlainOf = (mode: number, split: number, tracksTrue: boolean, test: Test) => boolean

export function plainTests(): PlainOf {
  const scratch = new Float64Array(1)
  const bits = new BigInt64Array(scratch.buffer)
  const before = (x: number): number => {
    if (x === 0) return -5e-324
    if (x === -Infinity) return NaN
    scratch[0] = x
    bits[0]! += x > 0 ? -1n : 1n
    return scratch[0]
  }
  return (mode, split, tracksTrue, test) => {
    if (mode > GT) return false
    test.swapped = mode === GTE || mode === GT
    test.copied = tracksTrue !== test.swapped
    const whole = split === split || ((mode === LEQ || mode === LT) && !tracksTrue)
    if (!whole || (split === -Infinity && (mode === LT || mode === GTE) && test.copied)) return false
    test.threshold = split === split && (mode === LT || mode === GTE) ? before(split) : split
    return true
  }
}
