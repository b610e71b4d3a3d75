import type { FloatInput, Int64Input } from './document.js'

/** A range with infinities for bounds that are not there. */
export interface Bounds {
  readonly min: number
  readonly max: number
  readonly minOpen: boolean
  readonly maxOpen: boolean
}

/** The range that cells of the column are compared with: the bounds of a float32 input are rounded as its values are. */
export function bounds({ type, range }: FloatInput | Int64Input): Bounds {
  if (range === null) return { min: -Infinity, max: Infinity, minOpen: false, maxOpen: false }
  const round = type === 'float32' ? Math.fround : Number
  const { min, max, min_open: minOpen, max_open: maxOpen } = range
  return { min: min === null ? -Infinity : round(min), max: max === null ? Infinity : round(max), minOpen, maxOpen }
}
