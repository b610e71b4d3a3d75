import { quote } from '../../../errors.js'
import type { TensorType } from '../../backend.js'
import { bindBinary } from '../arithmetic.js'
import type { Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { integers, typeOfInput } from '../types.js'

const unsigned: readonly TensorType[] = ['uint8', 'uint16', 'uint32', 'uint64']

// Typed arrays keep the low bits. A shift of all bits or of fewer than none is none of JavaScript's.
const left: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = b[j]! >>> 0 < 32 ? a[i]! << b[j]! : 0
}
const right: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
    const shift = b[j]! >>> 0 < 32 ? b[j]! : 32
    out[k] = a[i]! < 0 ? a[i]! >> Math.min(shift, 31) : shift < 32 ? a[i]! >>> shift : 0
  }
}

/** The same for bigints. */
const shiftBig =
  (toLeft: boolean): Loop =>
  (a, i, aStep, b, j, bStep, out, k, count) => {
    const [x, shifts, made] = [a, b, out] as unknown as BigInt64Array[]
    for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
      const by = shifts![j]! < 0n || shifts![j]! > 64n ? 64n : shifts![j]!
      made![k] = toLeft ? x![i]! << by : x![i]! >> by
    }
  }

/** a with its bits moved by b; to the left 0 comes in, to the right the sign. Moved by a number below 0 or by all bits, nothing else is left. */
export const bitShift: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'BitShift',
  since: 11,
  inputs: [2, 2],
  bind(node) {
    typeOfInput(node, 0, node.version < 28 ? unsigned : integers)
    const direction = node.text('direction')
    if (direction !== 'LEFT' && direction !== 'RIGHT') node.invalid(`no direction ${quote(direction)}`)
    const toLeft = direction === 'LEFT'
    const loop = toLeft ? left : right
    return bindBinary(node, loop, loop, shiftBig(toLeft))
  },
})
