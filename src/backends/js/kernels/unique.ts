import type { Tensor } from '../../backend.js'
import { axisOf, copyRun, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

type Cell = number | bigint | string

/** NaN is the last and equal to NaN; texts by code points. */
function compare(a: Cell, b: Cell): number {
  if (a === b) return 0
  if (typeof a === 'string' || typeof b === 'string') return compareTexts(a as string, b as string)
  if (a < b) return -1
  if (a > b) return 1
  return +(a !== a) - +(b !== b)
}

function compareTexts(a: string, b: string): number {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
  if (i === a.length || i === b.length) return a.length - b.length
  // Units of surrogate pairs, which are of the highest code points, lie below U+E000.
  const pairs = +(x >= 0xd800 && x < 0xe000) - +(y >= 0xd800 && y < 0xe000)
  return pairs === 0 ? x - y : pairs
}

/** The distinct elements, or slices along an axis: in order, or as they first occur; their first places, the place of each, and counts. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const wanted = node.has('axis') ? node.int('axis') : null
  const sorted = node.int('sorted', 1) !== 0
  return {
    types: [type, 'int64', 'int64', 'int64'],
    run([x]): readonly Tensor[] {
      const { dims, data } = x!
      const flat = wanted === null
      const axis = flat ? 0 : axisOf(node, wanted, dims.length)
      const size = flat ? data.length : dims[axis]!
      const inner = flat ? 1 : sizeOf(dims, axis + 1)
      const outer = flat ? 1 : sizeOf(dims, 0, axis)
      const cells = data as ArrayLike<unknown> as ArrayLike<Cell>
      const compareSlices = (a: number, b: number): number => {
        for (let o = 0; o < outer; o++) {
          for (let i = 0; i < inner; i++) {
            const order = compare(cells[(o * size + a) * inner + i]!, cells[(o * size + b) * inner + i]!)
            if (order !== 0) return order
          }
        }
        return 0
      }
      node.charge((data.length + size) * (33 - Math.clz32(size)))
      const order = Array.from({ length: node.count([size]) }, (_, i) => i)
      order.sort((a, b) => compareSlices(a, b) || a - b)
      /** The first of each group, and its elements. */
      const groups: number[][] = []
      order.forEach((at, i) => {
        if (i > 0 && compareSlices(order[i - 1]!, at) === 0) groups.at(-1)!.push(at)
        else groups.push([at])
      })
      if (!sorted) groups.sort((a, b) => a[0]! - b[0]!)
      const count = groups.length
      const made = flat ? [count] : dims.map((old, i) => (i === axis ? count : old))
      const out = make(node, type, made)
      const firsts = make(node, 'int64', [count])
      const places = make(node, 'int64', [size])
      const counts = make(node, 'int64', [count])
      groups.forEach((group, g) => {
        const first = group[0]!
        for (let o = 0; o < outer; o++) copyRun(data, (o * size + first) * inner, out, (o * count + g) * inner, inner)
        firsts[g] = BigInt(first)
        counts[g] = BigInt(group.length)
        for (const at of group) places[at] = BigInt(g)
      })
      return [
        tensorOf(type, made, out),
        tensorOf('int64', [count], firsts),
        tensorOf('int64', [size], places),
        tensorOf('int64', [count], counts),
      ]
    },
  }
}

export const unique: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Unique',
  since: 11,
  inputs: [1, 1],
  bind,
})
