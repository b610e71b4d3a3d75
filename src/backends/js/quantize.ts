import type { Tensor, TensorType } from '../backend.js'
import { axisOf, sizeOf } from './dims.js'
import type { NodeContext } from './kernel.js'
import { takesInput, typeOfInput } from './types.js'

const { fround } = Math

/** To the nearest integer, halves to even. */
export function nearestEven(x: number): number {
  const low = Math.floor(x)
  const rest = x - low
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1
  return low % 2 === 0 ? low : low + 1
}

/** The least and the greatest number of the integer types that values are quantised to. */
export const ranges: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  uint16: [0, 65535],
  int32: [-2147483648, 2147483647],
}

/** The scale of each block of `size` elements along an axis. */
function blockIndex(
  node: NodeContext,
  dims: readonly number[],
  scale: Tensor,
  axis: number,
  size: number,
): (i: number) => number {
  const blocks = dims.map((dim, d) => (d === axis ? Math.ceil(dim / size) : dim))
  if (size < 0 || blocks.join() !== scale.dims.join()) {
    node.refuse(`expected scales of [${blocks.join(', ')}], got [${scale.dims.join(', ')}]`)
  }
  const inner = sizeOf(dims, axis + 1)
  const [length, count] = [dims[axis]!, blocks[axis]!]
  return (i) => {
    const place = Math.floor(i / inner)
    const block = Math.floor((place % length) / size)
    return (Math.floor(place / length) * count + block) * inner + (i % inner)
  }
}

/** For each element, which scale and zero point are its own: the one, that of its place along an axis, or that of its block. */
export function scaleIndex(
  node: NodeContext,
  dims: readonly number[],
  scale: Tensor,
  wanted: number,
  block: number,
): (i: number) => number {
  if (block !== 0) return blockIndex(node, dims, scale, axisOf(node, wanted, dims.length), block)
  const { length } = scale.data
  if (length === 1 && scale.dims.length < 2) return () => 0
  if (scale.dims.length !== 1) node.refuse(`expected a scale of at most 1 dimension, got ${scale.dims.length}`)
  const axis = axisOf(node, wanted, dims.length)
  if (dims[axis] !== length) node.refuse(`expected ${dims[axis]} scales, got ${length}`)
  const inner = sizeOf(dims, axis + 1)
  return (i) => Math.floor(i / inner) % length
}

/** Zero points as numbers, 0 for none; as many as there are scales. */
export function zerosOf(node: NodeContext, zero: Tensor | null, count: number): ArrayLike<number> {
  if (zero === null) return new Float64Array(count)
  if (zero.data.length !== count) node.refuse(`expected ${count} zero points, got ${zero.data.length}`)
  return zero.data as ArrayLike<number>
}

/** Gives a sum of products as an integer of the type of the result. */
type Quantize = (sum: number, aScale: number, bScale: number) => number

/**
 * Checks the inputs of a product of quantised values, each with its scale and zero point: two, then from `y` on those of the result,
 * which without them is float32.
 */
export function bindQuantized(
  node: NodeContext,
  y: number,
): { readonly type: TensorType; readonly quantizer: (yScale?: Tensor, yZero?: Tensor) => Quantize } {
  const small = ['int8', 'uint8'] as const
  for (const i of [0, 3]) {
    const type = typeOfInput(node, i, small)
    typeOfInput(node, i + 2, [type])
    typeOfInput(node, i + 1, ['float32'])
  }
  const quantized = takesInput(node, y, ['float32'])
  const type = quantized ? typeOfInput(node, y + 1, small) : 'float32'
  const [low, high] = ranges[type] ?? []
  const one = (tensor: Tensor): number => {
    if (tensor.data.length !== 1) node.refuse('expected one scale and zero point of the result')
    return tensor.data[0] as number
  }
  return {
    type,
    quantizer(yScale, yZero) {
      if (!quantized) return (sum, aScale, bScale) => fround(sum) * fround(aScale * bScale)
      const [scale, shift] = [one(yScale!), one(yZero!)]
      return (sum, aScale, bScale) => {
        const factor = fround(fround(aScale * bScale) / scale)
        return Math.max(low!, Math.min(high!, nearestEven(fround(fround(sum) * factor)) + shift))
      }
    },
  }
}
