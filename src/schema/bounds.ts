import type { RangedInput } from './input.js'

/** A range with infinities for bounds that are not there. */
export interface Bounds {
  readonly min: number
  readonly max: number
  readonly minOpen: boolean
  readonly maxOpen: boolean
}

/** Whether the numbers of the input are rounded to float32. */
export function isSingle(input: RangedInput): boolean {
  return input.type === 'float32' || ('items' in input && input.items === 'float32')
}

/** The range that cells of the column are compared with: the bounds of float32 numbers are rounded as their values are. */
export function bounds(input: RangedInput): Bounds {
  const { range } = input
  if (range === null) return { min: -Infinity, max: Infinity, minOpen: false, maxOpen: false }
  const round = isSingle(input) ? Math.fround : Number
  const { min, max, min_open: minOpen, max_open: maxOpen } = range
  return { min: min === null ? -Infinity : round(min), max: max === null ? Infinity : round(max), minOpen, maxOpen }
}

export function isOutside(x: number, { min, max, minOpen, maxOpen }: Bounds): boolean {
  return x < min || (minOpen && x === min) || x > max || (maxOpen && x === max)
}
