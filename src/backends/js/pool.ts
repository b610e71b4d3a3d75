import type { Tensor } from '../backend.js'
import { make, sizeOf, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { floats, typeOfInput } from './types.js'
import { bindWindows, walkWindows } from './windows.js'

/** One number of the elements of a window; below 0 in `offsets` is what is no element: -1 padding, -2 what is behind it. */
export type Pooling = (x: Float64Array, start: number, offsets: Int32Array, round: (x: number) => number) => number

/** The offset of the largest element, the first of equals, or of the first NaN; below 0 where there is none. */
export function largestPlace(x: Float64Array, start: number, offsets: Int32Array): number {
  let best = -1
  for (const offset of offsets) {
    if (offset < 0) continue
    const value = x[start + offset]!
    if (best < 0 || value > x[start + best]! || value !== value) best = offset
    if (value !== value) break
  }
  return best
}

/** Goes over the windows of one channel after another, which begins at `start`; `at` is the window's place in the result. */
type Visit = (start: number, offsets: Int32Array, at: number) => void

/** Reads what windows there are; what it gives says the dims of the result of an input, and goes over its windows. */
export function bindChannels(node: NodeContext): (dims: readonly number[]) => {
  readonly made: readonly number[]
  walk(visit: Visit): void
} {
  const kernel = Array.from(node.indices('kernel_shape') ?? node.invalid('expected attribute kernel_shape'))
  if (kernel.some((size) => size < 1)) node.invalid('expected a kernel_shape of at least 1')
  const windowsOf = bindWindows(node, true, node.int('ceil_mode', 0) !== 0)
  return (dims) => {
    if (dims.length !== kernel.length + 2) node.refuse(`expected ${kernel.length + 2} dimensions, got ${dims.length}`)
    const sizes = dims.slice(2)
    const windows = windowsOf(sizes, kernel)
    const [area, places, elements] = [sizeOf(sizes), sizeOf(windows.out), sizeOf(kernel)]
    const channels = dims[0]! * dims[1]!
    return {
      made: [dims[0]!, dims[1]!, ...windows.out],
      walk(visit) {
        node.charge((channels + 1) * places * elements)
        walkWindows(sizes, windows, (place, forEach) => {
          const offsets = new Int32Array(elements)
          forEach((offset, element) => (offsets[element] = offset))
          for (let c = 0; c < channels; c++) visit(c * area, offsets, c * places + place)
        })
      },
    }
  }
}

/** An operator that makes one number of each window. */
export function bindPool(node: NodeContext, pooling: Pooling): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  const channelsOf = bindChannels(node)
  return {
    types: [type],
    run([x]): readonly Tensor[] {
      const { made, walk } = channelsOf(x!.dims)
      const out = make(node, type, made) as Float64Array
      walk((start, offsets, at) => (out[at] = pooling(x!.data as Float64Array, start, offsets, round)))
      return [tensorOf(type, made, out)]
    },
  }
}

/** An operator that makes one number of each channel. */
export function bindGlobalPool(node: NodeContext, pooling: Pooling): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  return {
    types: [type],
    run([x]): readonly Tensor[] {
      const { dims } = x!
      if (dims.length < 3) node.refuse(`expected at least 3 dimensions, got ${dims.length}`)
      const made = dims.map((size, i) => (i < 2 ? size : 1))
      const out = make(node, type, made) as Float64Array
      const area = sizeOf(dims, 2)
      const offsets = new Int32Array(node.count([area])).map((_, i) => i)
      for (let c = 0; c < out.length; c++) out[c] = pooling(x!.data as Float64Array, c * area, offsets, round)
      return [tensorOf(type, made, out)]
    },
  }
}
