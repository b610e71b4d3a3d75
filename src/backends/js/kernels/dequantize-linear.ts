import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { scaleIndex, zerosOf } from '../quantize.js'
import { floats, takesInput, typeOfInput } from '../types.js'

/** (x - zero point) · scale */
function bind(node: NodeContext): Bound {
  const from = typeOfInput(node, 0, ['int8', 'uint8', 'int16', 'uint16', 'int32'])
  const type = typeOfInput(node, 1, floats)
  const shifted = takesInput(node, 2, [from])
  const axis = node.version >= 13 ? node.int('axis', 1) : 1
  const block = node.version >= 21 ? node.int('block_size', 0) : 0
  if (node.version >= 23 && node.int('output_dtype', 0) > 1) node.unsupported('no output_dtype')
  return {
    types: [type],
    run([x, scale, zero]) {
      const index = scaleIndex(node, x!.dims, scale!, axis, block)
      const zeros = zerosOf(node, shifted ? zero! : null, scale!.data.length)
      const scales = scale!.data as ArrayLike<number>
      const out = make(node, type, x!.dims) as Float64Array
      const round = type === 'float32' ? Math.fround : Number
      for (let i = 0; i < out.length; i++) {
        const s = index(i)
        out[i] = round((x!.data[i] as number) - zeros[s]!) * scales[s]!
      }
      return [tensorOf(type, x!.dims, out)]
    },
  }
}

export const dequantizeLinear: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'DequantizeLinear',
  since: 10,
  inputs: [2, 3],
  bind,
})
