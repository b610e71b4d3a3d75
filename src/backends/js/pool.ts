import type { Tensor } from '../backend.js'
import { make, sizeOf, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { floats, typeOfInput } from './types.js'
import { bindWindows, walkWindows } from './windows.js'

/** One number of the elements of a window; -1 in `offsets` is padding. */
export type Pooling = (x: Float64Array, start: number, offsets: Int32Array, round: (x: number) => number) => number

/** An operator that makes one number of each window in each channel. */
export function bindPool(node: NodeContext, pooling: Pooling): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  const kernel = Array.from(node.indices('kernel_shape') ?? node.invalid('expected attribute kernel_shape'))
  if (kernel.some((size) => size < 1)) node.invalid('expected a kernel_shape of at least 1')
  const windowsOf = bindWindows(node, true, node.int('ceil_mode', 0) !== 0)
  return {
    types: [type],
    run([x]) {
      const { dims } = x!
      if (dims.length !== kernel.length + 2) node.refuse(`expected ${kernel.length + 2} dimensions, got ${dims.length}`)
      const sizes = dims.slice(2)
      const windows = windowsOf(sizes, kernel)
      const made = [dims[0]!, dims[1]!, ...windows.out]
      const out = make(node, type, made) as Float64Array
      const [area, places, elements] = [sizeOf(sizes), sizeOf(windows.out), sizeOf(kernel)]
      const channels = dims[0]! * dims[1]!
      node.charge((channels + 1) * places * elements)
      const data = x!.data as Float64Array
      walkWindows(sizes, windows, (place, forEach) => {
        const offsets = new Int32Array(elements)
        forEach((offset, element) => (offsets[element] = offset))
        for (let c = 0; c < channels; c++) out[c * places + place] = pooling(data, c * area, offsets, round)
      })
      return [tensorOf(type, made, out)]
    },
  }
}

/** The same over all of each channel. */
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
