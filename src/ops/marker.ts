import type { Kind } from '../column.js'
import { nullable, scalar, type Decoded } from '../json/shape.js'
import type { Fail } from './op.js'

/** The attribute `missing` of impute and missing_indicator: a number or NaN for numbers, null or a string for strings. */
export const marker: ReturnType<typeof nullable<typeof scalar>> = /* @__PURE__ */ nullable(scalar)

/** Whether a cell is missing by `value`: NaN by itself, other numbers by `==` (so 0 also matches -0), null and strings by identity. */
export function matcher(value: Decoded<typeof marker>, kind: Kind, fail: Fail): (cell: unknown) => boolean {
  const fits = kind === 'number' ? typeof value === 'number' : value === null || typeof value === 'string'
  if (!fits) fail(['attrs', 'missing'], `expected a marker for ${kind} columns, got ${String(value)}`)
  return value !== value ? (cell) => cell !== cell : (cell) => cell === value
}
