import type { Layout } from './layout.js'

/**
 * The trees of a layout in 8 bytes a node, for forests that no cache holds: at `ints[2n]` the child above 8 bits of place, at
 * `floats[2n + 1]` the threshold. A leaf's number is in the bits of its NaN.
 */
export interface Packed {
  readonly ints: Int32Array
  readonly floats: Float32Array
  readonly roots: Int32Array
  readonly depths: Int32Array
}

/** Below as many nodes a layout stays in a second-level cache as it is. */
const WORTH = 32768
const MOST_NODES = 1 << 24
/** What the bits of a NaN have room for. */
const MOST_LEAVES = 1 << 22
const QUIET_NAN = 0x7fc00000

/** The largest float32 that is at most x. */
function floor32(x: number, scratch: Float32Array, bits: Int32Array): number {
  scratch[0] = x
  if (!(scratch[0] > x)) return scratch[0]
  // Down is toward 0 above it, and away from it below and at -0, which is what tiny negative numbers round to.
  bits[0]! += scratch[0] > 0 ? -1 : 1
  return scratch[0]
}

/**
 * Packs a layout, or says null where that can't be exact or is not worth it. With `single`, rows are float32 numbers, so a threshold
 * between two of them is as good as the lower one.
 */
export function packLayout(layout: Layout, leaves: number, single: boolean): Packed | null {
  const { ints, doubles, low, plain, used, copied, roots, depths } = layout
  const count = ints.length / 4
  const places = used.length * (copied ? 2 : 1)
  if (count < WORTH || count > MOST_NODES || places > 256 || leaves > MOST_LEAVES || plain.includes(0)) return null
  const packed = new Int32Array(2 * count)
  const floats = new Float32Array(packed.buffer)
  const scratch = new Float32Array(1)
  const bits = new Int32Array(scratch.buffer)
  for (let n = 0; n < count; n++) {
    const child = ints[4 * n]!
    const threshold = doubles[2 * n + 1]!
    packed[2 * n] = (child << 8) | ints[4 * n + 1]!
    if (child === n) packed[2 * n + 1] = QUIET_NAN | ints[4 * n + low]!
    else {
      const rounded = floor32(threshold, scratch, bits)
      if (!single && rounded !== threshold && threshold === threshold) return null
      floats[2 * n + 1] = rounded
    }
  }
  return { ints: packed, floats, roots, depths }
}
