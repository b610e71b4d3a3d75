import { copyStrided, make, tensorOf } from './dims.js'
import type { Tensor, TensorType } from '../backend.js'
import type { NodeContext } from './kernel.js'

/** Elements as arithmetic sees them: numbers, or bigints in both operands and the result. */
export type Cells = { [index: number]: number }

/** out[k] = f(a[i], b[j]) for `count` elements; i and j advance by their steps, which are 0 or 1. */
export type Loop = (
  a: Cells,
  i: number,
  aStep: number,
  b: Cells,
  j: number,
  bStep: number,
  out: Cells,
  k: number,
  count: number,
) => void

/** The dims that both broadcast to: https://github.com/onnx/onnx/blob/main/docs/Broadcasting.md */
export function broadcastDims(node: NodeContext, a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  const dims = new Array<number>(rank)
  for (let d = 1; d <= rank; d++) {
    const x = a[a.length - d] ?? 1
    const y = b[b.length - d] ?? 1
    if (x !== y && x !== 1 && y !== 1) node.refuse(`[${a.join(', ')}] and [${b.join(', ')}] do not broadcast`)
    dims[rank - d] = x === 1 ? y : x
  }
  return dims
}

/** A tensor of exactly these dims, that x broadcasts to. */
export function fitTo(node: NodeContext, x: Tensor, dims: readonly number[]): Tensor {
  if (broadcastDims(node, x.dims, dims).join() !== dims.join()) {
    node.refuse(`expected [${x.dims.join(', ')}] to broadcast to [${dims.join(', ')}]`)
  }
  return expandTo(node, x, dims)
}

/** For each axis of `dims`, how far an operand of dims `own` moves along it: 0 where it is repeated. */
export function broadcastStrides(own: readonly number[], dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length).fill(0)
  let stride = 1
  for (let d = 1; d <= own.length; d++) {
    const size = own[own.length - d]!
    if (size !== 1) strides[dims.length - d] = stride
    stride *= size
  }
  return strides
}

/** A tensor repeated to dims that it broadcasts to. */
export function expandTo(node: NodeContext, { type, dims, data }: Tensor, to: readonly number[]): Tensor {
  if (dims.length === to.length && dims.every((size, i) => size === to[i])) return tensorOf(type, dims, data)
  const out = make(node, type, to)
  copyStrided(data, 0, broadcastStrides(dims, to), to, out)
  return tensorOf(type, to, out)
}

/** Runs `loop` over two tensors, broadcast, into a new one of `type`. */
export function broadcast(node: NodeContext, a: Tensor, b: Tensor, type: TensorType, loop: Loop): Tensor {
  const dims = broadcastDims(node, a.dims, b.dims)
  const out = make(node, type, dims)
  const count = out.length
  const from = a.data as unknown as Cells
  const other = b.data as unknown as Cells
  const to = out as unknown as Cells
  const aWhole = a.data.length === count
  const bWhole = b.data.length === count
  if ((aWhole || a.data.length === 1) && (bWhole || b.data.length === 1)) {
    loop(from, 0, aWhole ? 1 : 0, other, 0, bWhole ? 1 : 0, to, 0, count)
  } else loopRuns(from, broadcastStrides(a.dims, dims), other, broadcastStrides(b.dims, dims), to, dims, count, loop)
  return tensorOf(type, dims, out)
}

function loopRuns(
  a: Cells,
  aStrides: readonly number[],
  b: Cells,
  bStrides: readonly number[],
  out: Cells,
  dims: readonly number[],
  count: number,
  loop: Loop,
): void {
  const last = dims.length - 1
  const run = dims[last]!
  const index = new Array<number>(dims.length).fill(0)
  let i = 0
  let j = 0
  for (let k = 0; k < count; k += run) {
    loop(a, i, aStrides[last]!, b, j, bStrides[last]!, out, k, run)
    for (let d = last - 1; d >= 0; d--) {
      i += aStrides[d]!
      j += bStrides[d]!
      if (++index[d]! < dims[d]!) break
      i -= aStrides[d]! * dims[d]!
      j -= bStrides[d]! * dims[d]!
      index[d] = 0
    }
  }
}
