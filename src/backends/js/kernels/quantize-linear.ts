import type { TensorType } from '../../backend.js'
import { typeOfCode } from '../../../onnx/types.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { nearestEven, ranges, scaleIndex, zerosOf } from '../quantize.js'
import { floats, hasInput, typeOfInput } from '../types.js'

/** The nearest integer to x / scale, halves to even, plus the zero point, within the type; of NaN the least. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, [...floats, 'int32'])
  typeOfInput(node, 1, floats)
  const shifted = hasInput(node, 2)
  const code = node.version >= 21 ? node.int('output_dtype', 0) : 0
  const named = typeOfCode(code) ?? 'uint8'
  const type: TensorType = shifted ? typeOfInput(node, 2, ['int8', 'uint8', 'int16', 'uint16']) : named
  if (!Object.hasOwn(ranges, type) || (code !== 0 && named !== type)) node.unsupported(`no output_dtype ${code}`)
  const axis = node.version >= 13 ? node.int('axis', 1) : 1
  // Says something of float8 types only.
  if (node.version >= 19) node.has('saturate')
  const block = node.version >= 21 ? node.int('block_size', 0) : 0
  if (node.version >= 23 && node.int('precision', 0) > 1) node.unsupported('no precision')
  const [low, high] = ranges[type]!
  return {
    types: [type],
    run([x, scale, zero]) {
      const index = scaleIndex(node, x!.dims, scale!, axis, block)
      const zeros = zerosOf(node, shifted ? zero! : null, scale!.data.length)
      const scales = scale!.data as ArrayLike<number>
      const out = make(node, type, x!.dims) as Int8Array
      const round = scale!.type === 'float32' ? Math.fround : Number
      for (let i = 0; i < out.length; i++) {
        const s = index(i)
        const value = nearestEven(round((x!.data[i] as number) / scales[s]!)) + zeros[s]!
        out[i] = value > low ? Math.min(high, value) : low
      }
      return [tensorOf(type, x!.dims, out)]
    },
  }
}

export const quantizeLinear: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'QuantizeLinear',
  since: 10,
  inputs: [2, 3],
  bind,
})
