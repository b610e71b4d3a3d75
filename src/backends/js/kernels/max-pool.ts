import { make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindChannels, largestPlace } from '../pool.js'
import { ranges } from '../quantize.js'
import { floats, typeOfInput } from '../types.js'

/** The place in column-major order, where the first axis moves fastest, of what is at `offset` in row-major order. */
function byColumn(sizes: readonly number[], offset: number): number {
  let rest = offset
  let place = 0
  for (let d = sizes.length - 1; d >= 0; d--) {
    place += (rest % sizes[d]!) * sizeOf(sizes, 0, d)
    rest = Math.floor(rest / sizes[d]!)
  }
  return place
}

/** The largest element of each window, and its place among all elements: the first of equals. NaN wins. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, node.version < 12 ? floats : [...floats, 'int8', 'uint8'])
  const columns = node.version >= 8 && node.int('storage_order', 0) !== 0
  const places = node.version >= 8 && node.outputs > 1
  const channelsOf = bindChannels(node)
  const least = ranges[type]?.[0] ?? -Infinity
  return {
    types: places ? [type, 'int64'] : [type],
    run([x]) {
      const { made, walk } = channelsOf(x!.dims)
      const sizes = x!.dims.slice(2)
      const data = x!.data as Float64Array
      const out = make(node, type, made) as Float64Array
      const indices = places ? make(node, 'int64', made) : null
      walk((start, offsets, at) => {
        const place = largestPlace(data, start, offsets)
        out[at] = place < 0 ? least : data[start + place]!
        if (indices !== null) indices[at] = BigInt(place < 0 ? -1 : start + (columns ? byColumn(sizes, place) : place))
      })
      return indices === null
        ? [tensorOf(type, made, out)]
        : [tensorOf(type, made, out), tensorOf('int64', made, indices)]
    },
  }
}

export const maxPool: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'MaxPool',
  since: 1,
  inputs: [1, 1],
  bind,
})
