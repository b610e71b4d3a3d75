import { make, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindChannels } from '../pool.js'
import { floats, typeOfInput } from '../types.js'

/** The sum of each window, in order, divided by the number of its elements, or with `count_include_pad` of those and of padding. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  const least = node.int('count_include_pad', 0) !== 0 ? -1 : 0
  const channelsOf = bindChannels(node)
  return {
    types: [type],
    run([x]) {
      const { made, walk } = channelsOf(x!.dims)
      const data = x!.data as Float64Array
      const out = make(node, type, made) as Float64Array
      walk((start, offsets, at) => {
        let sum = 0
        let count = 0
        for (const offset of offsets) {
          if (offset >= 0) sum = round(sum + data[start + offset]!)
          if (offset >= least) count++
        }
        out[at] = sum / count
      })
      return [tensorOf(type, made, out)]
    },
  }
}

export const averagePool: Kernel = { domain: '', name: 'AveragePool', since: 1, inputs: [1, 1], bind }
