import type { Tensor, TensorType } from '../backend.js'
import { axisOf, copyStrided, integersOf, make, sizeOf, stridesOf, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { bigIntegers, floats, hasInput, typeOfInput } from './types.js'

/** The same for bigints. */
export type BigReduction = (x: ArrayLike<bigint>, start: number, count: number) => bigint

/** What the least or most of no elements is. */
export type Extreme = (type: TensorType) => number | bigint

export const lowest: Extreme = (type) => {
  if (floats.includes(type)) return -Infinity
  const bits = Number(type.slice(3))
  if (!type.startsWith('int')) return type === 'uint64' ? 0n : 0
  return bits === 64 ? -(1n << 63n) : -(0x8000_0000 >>> (32 - bits))
}

export const highest: Extreme = (type) => {
  if (floats.includes(type)) return Infinity
  if (type === 'bool') return 1
  const bits = Number(type.slice(type.indexOf('t') + 1))
  const unsigned = type.startsWith('u')
  if (bits === 64) return (1n << (unsigned ? 64n : 63n)) - 1n
  return (unsigned ? 0xffff_ffff : 0x7fff_ffff) >>> (32 - bits)
}

/** The result for `count` elements from `start` on; `round` is to the element type. */
export type Reduction = (x: ArrayLike<number>, start: number, count: number, round: (x: number) => number) => number

/** Where the axes stand: an attribute before version `since`, from then on input 1. */
function bindAxes(node: NodeContext, since: number): (axes: Tensor | undefined, rank: number) => readonly number[] {
  const attribute = node.version < since ? node.ints('axes') : null
  const given = node.version >= since && hasInput(node, 1)
  if (given) typeOfInput(node, 1, ['int64'])
  else if (hasInput(node, 1)) node.invalid('expected axes as an attribute')
  const keepAll = node.version >= since && node.int('noop_with_empty_axes', 0) !== 0
  return (axes, rank) => {
    const wanted = given ? integersOf(axes!) : Array.from(attribute ?? [])
    if (wanted.length === 0) return keepAll ? [] : Array.from({ length: rank }, (_, i) => i)
    const found = wanted.map((axis) => axisOf(node, axis, rank))
    if (new Set(found).size !== found.length) node.refuse('expected distinct axes')
    return found
  }
}

/** An operator that makes one number of each slice along the axes, `none` of an empty one. Axes are an input since version `since`. */
export function bindReduction(
  node: NodeContext,
  since: number,
  reduce: Reduction,
  allowed: readonly TensorType[] = floats,
  reduceBig: BigReduction | null = null,
  none: Extreme | null = null,
): Bound {
  const type = typeOfInput(node, 0, allowed)
  const axesOf = bindAxes(node, since)
  const keep = node.int('keepdims', 1) !== 0
  const round =
    type === 'float32'
      ? Math.fround
      : type === 'int32'
        ? (x: number): number => x | 0
        : type === 'uint32'
          ? (x: number): number => x >>> 0
          : Number
  return {
    types: [type],
    run([x, given]) {
      const { dims, data } = x!
      const axes = axesOf(given, dims.length)
      const gone = dims.map((_, i) => axes.includes(i))
      const kept = dims.map((_, i) => i).filter((i) => !gone[i])
      const order = [...kept, ...axes.toSorted((a, b) => a - b)]
      const strides = stridesOf(dims)
      const sizes = order.map((i) => dims[i]!)
      let from = data as Float64Array
      if (order.some((axis, i) => axis !== i)) {
        from = make(node, type, dims) as Float64Array
        copyStrided(
          data,
          0,
          order.map((i) => strides[i]!),
          sizes,
          from,
        )
      }
      const count = sizeOf(sizes, kept.length)
      const made = keep ? dims.map((size, i) => (gone[i] ? 1 : size)) : kept.map((i) => dims[i]!)
      const out = make(node, type, made) as Float64Array
      if (count === 0 && none !== null) out.fill(none(type) as number)
      else if (reduceBig !== null && bigIntegers.includes(type)) {
        const [bigs, sums] = [from as unknown as BigInt64Array, out as unknown as BigInt64Array]
        for (let i = 0; i < sums.length; i++) sums[i] = reduceBig(bigs, i * count, count)
      } else for (let i = 0; i < out.length; i++) out[i] = reduce(from, i * count, count, round)
      return [tensorOf(type, made, out)]
    },
  }
}
