import type { Tensor } from '../backend.js'
import { sizeOf } from './dims.js'
import type { NodeContext } from './kernel.js'

/** The dims of a product of matrices in the last two axes, of which only the left has more axes. */
export function productDims(node: NodeContext, a: Tensor, b: Tensor): readonly number[] {
  if (a.dims.length < 2 || b.dims.length !== 2 || a.dims.at(-1) !== b.dims[0]) {
    node.refuse(`expected matrices that fit, got [${a.dims.join(', ')}] and [${b.dims.join(', ')}]`)
  }
  return [...a.dims.slice(0, -1), b.dims[1]!]
}

/** Calls `put` with each element of (a - a's zero point of its row) · (b - b's of its column), exact. */
export function multiplyIntegers(
  node: NodeContext,
  a: Tensor,
  b: Tensor,
  aZeros: ArrayLike<number>,
  bZeros: ArrayLike<number>,
  put: (place: number, sum: number, column: number) => void,
): void {
  const [k, n] = b.dims as readonly [number, number]
  const rows = sizeOf(a.dims, 0, a.dims.length - 1)
  const height = a.dims.at(-2)!
  node.charge(rows * k * n)
  const [x, y] = [a.data as ArrayLike<number>, b.data as ArrayLike<number>]
  for (let r = 0, place = 0; r < rows; r++) {
    const aZero = aZeros.length === 1 ? aZeros[0]! : aZeros[r % height]!
    for (let c = 0; c < n; c++, place++) {
      const bZero = bZeros.length === 1 ? bZeros[0]! : bZeros[c]!
      let sum = 0
      for (let i = 0; i < k; i++) sum += (x[r * k + i]! - aZero) * (y[i * n + c]! - bZero)
      put(place, sum, c)
    }
  }
}

/** One zero point, or as many as `count`. */
export function zeroPoints(node: NodeContext, zero: Tensor | null, count: number): ArrayLike<number> {
  if (zero === null) return [0]
  const { length } = zero.data
  if (length !== 1 && length !== count) node.refuse(`expected 1 or ${count} zero points, got ${length}`)
  return zero.data as ArrayLike<number>
}
