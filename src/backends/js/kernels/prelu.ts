import { bindBinary, timesOf } from '../arithmetic.js'
import { broadcastDims, type Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel, NodeContext } from '../kernel.js'

const loopBy =
  (times: (a: number, b: number) => number): Loop =>
  (a, i, aStep, b, j, bStep, out, k, count) => {
    for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i]! < 0 ? times(a[i]!, b[j]!) : a[i]!
  }

/** x, or slope · x below 0; the slope broadcasts to x. */
export const pRelu: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'PRelu',
  since: 7,
  inputs: [2, 2],
  bind(node: NodeContext) {
    const bound = bindBinary(node, loopBy(timesOf(node.inputs[0]!.type)))
    return {
      ...bound,
      run(inputs) {
        const dims = broadcastDims(node, inputs[0]!.dims, inputs[1]!.dims)
        if (dims.join() !== inputs[0]!.dims.join()) node.refuse('expected a slope that broadcasts to the input')
        return bound.run(inputs)
      },
    }
  },
})
