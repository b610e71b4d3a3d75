import { pow } from '../../../math/pow.js'
import { make, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bindChannels } from '../pool.js'
import { floats, typeOfInput } from '../types.js'

/** The root of degree `p` of the sum of |x|^p of each window, in order, in float64, rounded once. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, floats)
  const p = node.int('p', 2)
  if (!(p >= 1)) node.invalid(`expected p of at least 1, got ${p}`)
  const channelsOf = bindChannels(node)
  return {
    types: [type],
    run([x]) {
      const { made, walk } = channelsOf(x!.dims)
      const data = x!.data as Float64Array
      const out = make(node, type, made) as Float64Array
      walk((start, offsets, at) => {
        let sum = 0
        node.charge(16 * offsets.length)
        for (const offset of offsets) if (offset >= 0) sum += pow(Math.abs(data[start + offset]!), p)
        out[at] = pow(sum, 1 / p)
      })
      return [tensorOf(type, made, out)]
    },
  }
}

export const lpPool: Kernel = { domain: '', name: 'LpPool', since: 2, inputs: [1, 1], bind }
