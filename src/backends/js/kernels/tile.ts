import { copyStrided, integersOf, make, MAX_RANK, stridesOf, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { anyType, typeOfInput } from '../types.js'

/** The input, repeated along each axis. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  typeOfInput(node, 1, ['int64'])
  return {
    types: [type],
    run([x, repeats]) {
      const { dims, data } = x!
      if (repeats!.data.length !== dims.length || dims.length > MAX_RANK / 2) {
        node.refuse(`expected ${dims.length} repeats, got ${repeats!.data.length}`)
      }
      const times = integersOf(repeats!)
      if (times.some((count) => count < 0)) node.refuse(`expected repeats of at least 0, got [${times.join(', ')}]`)
      const made = dims.map((size, i) => size * times[i]!)
      const out = make(node, type, made)
      const strides = stridesOf(dims)
      copyStrided(
        data,
        0,
        strides.flatMap((stride) => [0, stride]),
        dims.flatMap((size, i) => [times[i]!, size]),
        out,
      )
      return [tensorOf(type, made, out)]
    },
  }
}

export const tile: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Tile', since: 6, inputs: [2, 2], bind })
