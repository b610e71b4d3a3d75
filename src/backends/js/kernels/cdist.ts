import { quote } from '../../../errors.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { commonType, floats } from '../types.js'

/** The distance of each row of a to each row of b: the sum of squared differences in order, in the element type, or its root. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const metric = node.text('metric', 'sqeuclidean')
  if (metric !== 'sqeuclidean' && metric !== 'euclidean') node.unsupported(`no metric ${quote(metric)}`)
  const root = metric === 'euclidean'
  const round = type === 'float32' ? Math.fround : Number
  return {
    types: [type],
    run([a, b]) {
      const [m, width] = a!.dims
      const [n, other] = b!.dims
      if (a!.dims.length !== 2 || b!.dims.length !== 2 || width !== other) {
        node.refuse(`expected matrices of one width, got [${a!.dims.join(', ')}] and [${b!.dims.join(', ')}]`)
      }
      node.charge(m! * n! * width!)
      const out = make(node, type, [m!, n!]) as Float64Array
      const [x, y] = [a!.data as Float64Array, b!.data as Float64Array]
      for (let i = 0, to = 0; i < m!; i++) {
        for (let j = 0; j < n!; j++, to++) {
          let sum = 0
          for (let k = 0; k < width!; k++) {
            const difference = round(x[i * width! + k]! - y[j * width! + k]!)
            sum = round(sum + round(difference * difference))
          }
          out[to] = root ? Math.sqrt(sum) : sum
        }
      }
      return [tensorOf(type, [m!, n!], out)]
    },
  }
}

export const cDist: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'com.microsoft',
  name: 'CDist',
  since: 1,
  inputs: [2, 2],
  bind,
})
