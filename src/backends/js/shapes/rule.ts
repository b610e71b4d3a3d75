import type { Bound, Dims, NodeContext } from '../kernel.js'
import { integersOf, MAX_RANK } from '../dims.js'

/** What a node's outputs have for dims, from the node as it is bound. Attributes are those that its kernel asks for. */
export type Rule = (node: NodeContext) => NonNullable<Bound['dims']>

/** Any size. */
export const ANY = -1

/** Dims of which only the number is known. */
export function anyOf(rank: number): number[] {
  return new Array<number>(rank).fill(ANY)
}

/** The elements of input `index`, int32 or int64, where they are known and not more than there may be axes. */
export function valuesOf(node: NodeContext, index: number): number[] | null {
  const value = node.inputs[index]?.value ?? null
  return value === null || value.data.length > MAX_RANK ? null : integersOf(value)
}

/** The product of some dims. */
export function productOf(dims: Dims, start: number = 0, end: number = dims.length): number {
  let product = 1
  for (let i = start; i < end; i++) product = dims[i] === ANY || product === ANY ? ANY : product * dims[i]!
  return product
}

/** The dims that both broadcast to; a size that is not known is that of the other, unless that is 1. */
export function join(node: NodeContext, a: Dims, b: Dims): number[] {
  const dims = anyOf(Math.max(a.length, b.length))
  for (let d = 1; d <= dims.length; d++) {
    const x = a[a.length - d] ?? 1
    const y = b[b.length - d] ?? 1
    if (x !== y && x > ANY && y > ANY && x !== 1 && y !== 1) {
      node.refuse(`[${a.join(', ')}] and [${b.join(', ')}] do not broadcast`)
    }
    dims[dims.length - d] = x === 1 || (x === ANY && y !== 1) ? y : x
  }
  return dims
}
