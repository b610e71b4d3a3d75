import type { Tensor } from '../backend.js'
import { broadcastDims, broadcastStrides } from './broadcast.js'
import { sizeOf } from './dims.js'
import type { NodeContext } from './kernel.js'
import { matrixDims } from './matrix.js'
import { takesInput, typeOfInput } from './types.js'

/** A product of matrices of integers over the last two axes, as numpy.matmul has it. */
export interface IntegerProduct {
  readonly dims: readonly number[]
  readonly rows: number
  readonly inner: number
  readonly columns: number
  /** Calls `put` for each element with where its row begins in a and its column in b, whose elements are `columns` apart. */
  places(put: (place: number, left: number, right: number, row: number, column: number) => void): void
  /** Calls `put` with each element of (a - a's zero point of its row) · (b - b's of its column), exact, and its row and column. */
  each(
    aZero: Tensor | null,
    bZero: Tensor | null,
    put: (place: number, sum: number, row: number, column: number) => void,
  ): void
}

/** The number of a matrix in a stack that broadcasts to `stacks`. */
function matrixAt(strides: readonly number[], stacks: readonly number[], index: number): number {
  let rest = index
  let at = 0
  for (let d = stacks.length - 1; d >= 0; d--) {
    at += (rest % stacks[d]!) * strides[d]!
    rest = Math.floor(rest / stacks[d]!)
  }
  return at
}

export function integerProduct(node: NodeContext, a: Tensor, b: Tensor): IntegerProduct {
  const aDims = matrixDims(node, a.dims, true)
  const bDims = matrixDims(node, b.dims, false)
  const [m, k, n] = [aDims.at(-2)!, aDims.at(-1)!, bDims.at(-1)!]
  if (bDims.at(-2) !== k) node.refuse(`[${a.dims.join(', ')}] and [${b.dims.join(', ')}] do not multiply`)
  const stacks = broadcastDims(node, aDims.slice(0, -2), bDims.slice(0, -2))
  const aStrides = broadcastStrides(aDims.slice(0, -2), stacks)
  const bStrides = broadcastStrides(bDims.slice(0, -2), stacks)
  const [x, y] = [a.data as ArrayLike<number>, b.data as ArrayLike<number>]
  const count = sizeOf(stacks)
  const places: IntegerProduct['places'] = (put) => {
    node.charge(count * m * n * (k + 1))
    for (let s = 0, place = 0; s < count; s++) {
      const left = matrixAt(aStrides, stacks, s) * m * k
      const right = matrixAt(bStrides, stacks, s) * k * n
      for (let r = 0; r < m; r++) for (let c = 0; c < n; c++, place++) put(place, left + r * k, right + c, r, c)
    }
  }
  return {
    dims: [...stacks, ...(a.dims.length === 1 ? [] : [m]), ...(b.dims.length === 1 ? [] : [n])],
    rows: m,
    inner: k,
    columns: n,
    places,
    each(aZero, bZero, put) {
      const aZeros = aZero === null ? () => 0 : perLine(node, aZero, m, 'zero points')
      const bZeros = bZero === null ? () => 0 : perLine(node, bZero, n, 'zero points')
      places((place, left, right, row, column) => {
        const [rowZero, columnZero] = [aZeros(row), bZeros(column)]
        let sum = 0
        for (let i = 0; i < k; i++) sum += (x[left + i]! - rowZero) * (y[right + i * n]! - columnZero)
        put(place, sum, row, column)
      })
    },
  }
}

/** Checks two inputs of 8 bits, and their zero points behind them; what it gives finds those, null for one that is left out. */
export function bindIntegers(
  node: NodeContext,
): (inputs: readonly Tensor[]) => [aZero: Tensor | null, bZero: Tensor | null] {
  const [hasA, hasB] = [0, 1].map((i) => {
    const type = typeOfInput(node, i, ['int8', 'uint8'])
    return takesInput(node, i + 2, [type])
  })
  return (inputs) => [hasA ? inputs[2]! : null, hasB ? inputs[3]! : null]
}

/** What each of `count` rows or columns has: one number for all, or one for each. */
export function perLine(node: NodeContext, { data }: Tensor, count: number, what: string): (line: number) => number {
  if (data.length !== 1 && data.length !== count) node.refuse(`expected 1 or ${count} ${what}, got ${data.length}`)
  const step = data.length === 1 ? 0 : 1
  return (line) => data[line * step] as number
}
