import { quote } from '../../errors.js'
import type { NodeContext } from './kernel.js'

/** How a window goes over the axes after the first two. */
export interface Windows {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  /** Elements before the first along each axis. */
  readonly before: readonly number[]
  /** Elements after the last. */
  readonly after: readonly number[]
  /** The number of places along each axis. */
  readonly out: readonly number[]
}

const padded = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID']

/**
 * Reads strides, dilations, pads and auto_pad; what it gives takes the sizes of the axes and of the window. With `ceil` null the window
 * may be larger than an axis.
 */
export function bindWindows(
  node: NodeContext,
  dilated: boolean,
  ceil: boolean | null,
): (sizes: readonly number[], kernel: readonly number[]) => Windows {
  const auto = node.text('auto_pad', 'NOTSET')
  if (!padded.includes(auto)) node.invalid(`no auto_pad ${quote(auto)}`)
  const given = {
    strides: node.indices('strides'),
    dilations: dilated ? node.indices('dilations') : null,
    pads: node.indices('pads'),
  }
  return (sizes, kernel) => {
    const rank = sizes.length
    const list = (name: 'strides' | 'dilations'): readonly number[] => {
      const values = Array.from(given[name] ?? sizes.map(() => 1))
      if (values.length !== rank || values.some((value) => value < 1))
        node.refuse(`expected ${rank} ${name} of at least 1`)
      return values
    }
    const [strides, dilations] = [list('strides'), list('dilations')]
    const pads =
      auto === 'NOTSET' ? Array.from(given.pads ?? new Int32Array(2 * rank)) : new Array<number>(2 * rank).fill(0)
    if (pads.length !== 2 * rank) node.refuse(`expected ${2 * rank} pads, got ${pads.length}`)
    const spans = kernel.map((size, i) => (size - 1) * dilations[i]! + 1)
    if (auto.startsWith('SAME')) {
      sizes.forEach((size, i) => {
        const places = Math.ceil(size / strides[i]!)
        const total = Math.max(0, (places - 1) * strides[i]! + spans[i]! - size)
        const less = Math.floor(total / 2)
        pads[i] = auto === 'SAME_UPPER' ? less : total - less
        pads[rank + i] = total - pads[i]!
      })
    }
    const [before, after] = [pads.slice(0, rank), pads.slice(rank)]
    const out = sizes.map((size, i) => {
      const room = (size + before[i]! + after[i]! - spans[i]!) / strides[i]!
      const places = (ceil === true && auto === 'NOTSET' ? Math.ceil(room) : Math.floor(room)) + 1
      // A window may not begin behind the elements and what is before them.
      const late = ceil === true && (places - 1) * strides[i]! >= size + before[i]!
      if (places < 0 && ceil !== null)
        node.refuse(`expected a window of at most ${size} elements and their padding, got ${spans[i]}`)
      return late ? places - 1 : places
    })
    return { kernel, strides, dilations, before, after, out }
  }
}

/**
 * Calls `visit` for each place of the window, in row-major order, with a function that goes over its elements: it calls back with
 * the offset of each within the axes, -1 for padding, -2 for what is behind it, and the element's number within the window.
 */
export function walkWindows(
  sizes: readonly number[],
  { kernel, strides, dilations, before, after, out }: Windows,
  visit: (place: number, each: (put: (offset: number, element: number) => void) => void) => void,
): void {
  const rank = sizes.length
  const places = out.reduce((product, size) => product * size, 1)
  const elements = kernel.reduce((product, size) => product * size, 1)
  const at = out.map(() => 0)
  for (let place = 0; place < places; place++) {
    visit(place, (put) => {
      for (let element = 0; element < elements; element++) {
        let offset = 0
        let stride = 1
        for (let d = rank - 1, rest = element; d >= 0; d--) {
          const index = at[d]! * strides[d]! - before[d]! + (rest % kernel[d]!) * dilations[d]!
          rest = Math.floor(rest / kernel[d]!)
          if (index < 0 || index >= sizes[d]!) offset = Math.min(offset, index < sizes[d]! + after[d]! ? -1 : -2)
          if (offset >= 0) offset += index * stride
          stride *= sizes[d]!
        }
        put(offset, element)
      }
    })
    for (let d = rank - 1; d >= 0; d--) {
      if (++at[d]! < out[d]!) break
      at[d] = 0
    }
  }
}
