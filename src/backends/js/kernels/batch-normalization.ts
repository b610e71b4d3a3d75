import { expectDims, make, sizeOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { commonType, floats } from '../types.js'

/** scale · (x - mean) / sqrt(variance + epsilon) + bias for each channel, axis 1; as outside of training. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, floats)
  const round = type === 'float32' ? Math.fround : Number
  const epsilon = node.float('epsilon', 1e-5)
  // Only training asks for it.
  node.has('momentum')
  if (node.version >= 14 && node.int('training_mode', 0) !== 0) node.unsupported('no training_mode')
  return {
    types: [type],
    run([x, scale, bias, mean, variance]) {
      const { dims } = x!
      const channels = dims[1] ?? 1
      for (const given of [scale, bias, mean, variance]) expectDims(node, given!, [channels])
      const data = x!.data as Float64Array
      const out = make(node, type, dims) as Float64Array
      const inner = sizeOf(dims, 2)
      const [s, b, m, v] = [scale, bias, mean, variance].map((given) => given!.data as Float64Array)
      for (let i = 0, channel = 0; i < out.length; i += inner, channel = (channel + 1) % channels) {
        const root = round(Math.sqrt(round(v![channel]! + epsilon)))
        for (let j = i; j < i + inner; j++) {
          out[j] = round(round(s![channel]! * round(data[j]! - m![channel]!)) / root) + b![channel]!
        }
      }
      return [tensorOf(type, dims, out)]
    },
  }
}

export const batchNormalization: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'BatchNormalization',
  since: 9,
  inputs: [5, 5],
  bind,
})
