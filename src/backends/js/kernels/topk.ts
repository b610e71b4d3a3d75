import type { Tensor } from '../../backend.js'
import { axisOf, integersOf, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { numbers, typeOfInput } from '../types.js'

function compare(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  // NaN is the largest.
  return a === b ? 0 : +(a !== a) - +(b !== b)
}

/** The k largest or smallest elements along an axis with their places, in order, the first of equals first. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, numbers)
  const wanted = node.int('axis', -1)
  const fixed = node.version < 10 ? node.int('k') : null
  if (fixed === null) typeOfInput(node, 1, ['int64'])
  const largest = node.version < 11 || node.int('largest', 1) !== 0
  // Any order will do where none is asked for.
  if (node.version >= 11) node.has('sorted')
  const sign = largest ? -1 : 1
  return {
    types: [type, 'int64'],
    run([x, given]) {
      const { dims } = x!
      const data = x!.data as Float64Array
      const axis = axisOf(node, wanted, dims.length)
      const size = dims[axis]!
      if (fixed === null && given!.data.length !== 1) node.refuse('expected one k')
      const k = fixed ?? integersOf(given!)[0]!
      if (k < 0 || k > size) node.refuse(`expected k from 0 to ${size}, got ${k}`)
      const made = dims.map((old, i) => (i === axis ? k : old))
      const values = make(node, type, made) as Float64Array
      const places = make(node, 'int64', made)
      const answer = [tensorOf(type, made, values), tensorOf('int64', made, places)] as Tensor[]
      if (values.length === 0) return answer
      node.charge(data.length * (32 - Math.clz32(size)))
      const inner = sizeOf(dims, axis + 1)
      const outer = sizeOf(dims, 0, axis)
      const order = new Array<number>(size)
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const start = o * size * inner + i
          for (let j = 0; j < size; j++) order[j] = j
          order.sort((a, b) => sign * compare(data[start + a * inner]!, data[start + b * inner]!) || a - b)
          for (let j = 0; j < k; j++) {
            const to = (o * k + j) * inner + i
            values[to] = data[start + order[j]! * inner]!
            places[to] = BigInt(order[j]!)
          }
        }
      }
      return answer
    },
  }
}

export const topK: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'TopK', since: 1, inputs: [1, 2], bind })
