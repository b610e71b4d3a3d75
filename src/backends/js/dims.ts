import type { TensorData } from '../../onnx/types.js'
import type { Tensor, TensorType } from '../backend.js'
import type { NodeContext } from './kernel.js'

/** The most dimensions that a tensor has here. */
export const MAX_RANK = 32

/** The elements of a new tensor of these dims. */
export function make<T extends TensorType>(node: NodeContext, type: T, dims: readonly number[]): TensorData[T] {
  if (dims.length > MAX_RANK) node.refuse(`expected at most ${MAX_RANK} dimensions, got ${dims.length}`)
  return node.take(type, node.count(dims))
}

/** A tensor of elements that were made for its type. */
export function tensorOf(type: TensorType, dims: readonly number[], data: Tensor['data']): Tensor {
  return { type, dims, data } as Tensor
}

/** The product of dims from `start` to before `end`. */
export function sizeOf(dims: readonly number[], start: number = 0, end: number = dims.length): number {
  let size = 1
  for (let i = start; i < end; i++) size *= dims[i]!
  return size
}

/** An index counted from 0, of one that may count from the end. */
export function indexOf(node: NodeContext, index: number, size: number, what: string = 'index'): number {
  if (index < -size || index >= size) node.refuse(`expected an ${what} from ${-size} to ${size - 1}, got ${index}`)
  return index < 0 ? index + size : index
}

/** The same of an axis. */
export function axisOf(node: NodeContext, axis: number, rank: number): number {
  return indexOf(node, axis, rank, 'axis')
}

/** Refuses a tensor of other dims than these. */
export function expectDims(node: NodeContext, { dims }: Tensor, wanted: readonly number[], what: string = ''): void {
  if (dims.join() !== wanted.join()) {
    node.refuse(`expected ${what}[${wanted.join(', ')}], got [${dims.join(', ')}]`)
  }
}

/** Row-major strides. */
export function stridesOf(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length)
  let stride = 1
  for (let i = dims.length - 1; i >= 0; i--) {
    strides[i] = stride
    stride *= dims[i]!
  }
  return strides
}

/** The elements of a tensor of int32 or int64 as numbers; beyond the safe integers they are clamped to them. */
export function integersOf({ data }: Pick<Tensor, 'data'>): number[] {
  const integers: number[] = []
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i])
    integers.push(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value)))
  }
  return integers
}

/** The elements of a tensor that says dims. */
export function sizesOf(node: NodeContext, shape: Tensor): number[] {
  if (shape.data.length > MAX_RANK) node.refuse(`expected at most ${MAX_RANK} dimensions, got ${shape.data.length}`)
  const sizes = integersOf(shape)
  if (sizes.some((size) => size < 0)) node.refuse(`expected sizes of at least 0, got [${sizes.join(', ')}]`)
  return sizes
}

type Cells = { [index: number]: unknown }

/** Copies `count` elements of one type, strings too. */
export function copyRun(from: Tensor['data'], start: number, to: Tensor['data'], at: number, count: number): void {
  const cells = to as Cells
  for (let i = 0; i < count; i++) cells[at + i] = from[start + i]
}

/** Writes the elements at `offset` + index · `strides` in row-major order of `dims`. */
export function copyStrided(
  from: Tensor['data'],
  offset: number,
  strides: readonly number[],
  dims: readonly number[],
  to: Tensor['data'],
): void {
  const cells = to as Cells
  const rank = dims.length
  const index = new Array<number>(rank).fill(0)
  let source = offset
  for (let i = 0; i < to.length; i++) {
    cells[i] = from[source]
    for (let d = rank - 1; d >= 0; d--) {
      source += strides[d]!
      if (++index[d]! < dims[d]!) break
      source -= strides[d]! * dims[d]!
      index[d] = 0
    }
  }
}

/** A matrix with its axes changed. */
export function transposed(node: NodeContext, x: Tensor): Tensor {
  const [rows, columns] = x.dims as [number, number]
  const dims = [columns, rows]
  const out = make(node, x.type as TensorType, dims)
  copyStrided(x.data, 0, [1, columns], dims, out)
  return tensorOf(x.type, dims, out)
}
