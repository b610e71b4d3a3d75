import { hasMember, type MemberSet } from './sets.js'
import { EQ, GT, GTE, LEQ, LT, MEMBER } from './table.js'

/** Added to the mode of a node where NaN goes the true way. */
export const TRACKS_TRUE = 8

/** The test of a node of any mode, with `TRACKS_TRUE` or without. The split of MEMBER is an index in `sets`. */
export function holds(mode: number, sets: readonly MemberSet[], x: number, split: number): boolean {
  if (x !== x && mode >= TRACKS_TRUE) return true
  switch (mode & ~TRACKS_TRUE) {
    case LEQ:
      return x <= split
    case LT:
      return x < split
    case GTE:
      return x >= split
    case GT:
      return x > split
    case EQ:
      return x === split
    case MEMBER:
      return hasMember(sets[split]!, x)
    default:
      return x !== split
  }
}
