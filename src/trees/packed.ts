import type { Layout } from './layout.js'

/**
 * The trees of a layout in 8 bytes a node: at `ints[2n]` the child above 8 bits of place, at `floats[2n + 1]` the threshold. A leaf's
 * number is in the bits of its NaN.
 */
export interface Packed {
  readonly ints: Int32Array
  readonly floats: Float32Array
  readonly roots: Int32Array
  readonly depths: Int32Array
  /** Of each leaf. */
  readonly weights: Float64Array
}

/** With fewer nodes or trees a layout is walked as fast as it is. */
const WORTH_NODES = 512
const WORTH_TREES = 8
const MOST_NODES = (1 << 24) - 8
/** What the bits of a NaN have room for. */
const MOST_LEAVES = 1 << 22
const QUIET_NAN = 0x7fc00000

/** Pairs of siblings in a cache line of 64 bytes. */
const PAIRS = 4

/** The largest float32 that is at most x. */
function floor32(x: number, scratch: Float32Array, bits: Int32Array): number {
  const nearest = Math.fround(x)
  if (!(nearest > x)) return nearest
  scratch[0] = nearest
  // Down is toward 0 above it, and away from it below and at -0, which is what tiny negative numbers round to.
  bits[0]! += nearest > 0 ? -1 : 1
  return scratch[0]
}

/**
 * The new number of each node: roots first, then lines of siblings in which a pair is followed by those below it that most nodes are
 * under, so that a walk goes down two levels or more in each line. Children stay after their parents.
 */
function placeNodes({ ints, roots }: Layout, count: number): Int32Array {
  const under = new Int32Array(count)
  for (let n = count - 1; n >= 0; n--) {
    const child = ints[4 * n]!
    under[n] = child === n ? 1 : 1 + under[child]! + under[child + 1]!
  }
  const places = new Int32Array(count)
  const waiting = new Int32Array(count + 1)
  const line = new Int32Array(2 * PAIRS)
  // Eight nodes fill a line; the first pair begins one.
  let next = Math.ceil(roots.length / 8) * 8
  for (let t = 0; t < roots.length; t++) {
    const root = roots[t]!
    places[root] = t
    let waits = 0
    let open = 0
    let room = 0
    if (ints[4 * root] !== root) waiting[waits++] = ints[4 * root]!
    while (waits + open > 0) {
      if (room === 0) {
        while (open > 0) waiting[waits++] = line[--open]!
        room = PAIRS - ((next >> 1) % PAIRS)
      }
      let best = open - 1
      for (let i = 0; i < open; i++) {
        if (under[line[i]!]! + under[line[i]! + 1]! > under[line[best]!]! + under[line[best]! + 1]!) best = i
      }
      const pair = open > 0 ? line[best]! : waiting[--waits]!
      if (open > 0) line[best] = line[--open]!
      room--
      for (let n = pair; n < pair + 2; n++) {
        places[n] = next++
        const child = ints[4 * n]!
        if (child !== n) line[open++] = child
      }
    }
  }
  return places
}

/**
 * Packs a layout, or says null where that can't be exact or is not worth it. With `single`, rows are float32 numbers, so a threshold
 * between two of them is as good as the lower one.
 */
export function packLayout(layout: Layout, leaves: number, weights: Float64Array, single: boolean): Packed | null {
  const { ints, doubles, low, plain, used, copied, roots, depths } = layout
  const count = ints.length / 4
  const columns = used.length * (copied ? 2 : 1)
  if (count < WORTH_NODES || count > MOST_NODES || roots.length < WORTH_TREES) return null
  if (columns > 256 || leaves > MOST_LEAVES || plain.includes(0)) return null
  const places = placeNodes(layout, count)
  const packed = new Int32Array(2 * (count + 8))
  const floats = new Float32Array(packed.buffer)
  const scratch = new Float32Array(1)
  const bits = new Int32Array(scratch.buffer)
  for (let n = 0; n < count; n++) {
    const child = ints[4 * n]!
    const place = places[n]!
    packed[2 * place] = (places[child]! << 8) | ints[4 * n + 1]!
    if (child === n) packed[2 * place + 1] = QUIET_NAN | ints[4 * n + low]!
    else {
      const threshold = doubles[2 * n + 1]!
      const rounded = floor32(threshold, scratch, bits)
      if (!single && rounded !== threshold && threshold === threshold) return null
      floats[2 * place + 1] = rounded
    }
  }
  return { ints: packed, floats, roots: roots.map((root) => places[root]!), depths, weights }
}
