import { axisOf, integersOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { splitAlong } from '../split-along.js'
import { anyType, hasInput, typeOfInput } from '../types.js'

/** Parts along an axis: of the given sizes, or equal ones, of which since version 18 the last may be smaller. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, anyType)
  const wanted = node.int('axis', 0)
  const attribute = node.version < 13 ? node.ints('split') : null
  const given = node.version >= 13 && hasInput(node, 1)
  if (given) typeOfInput(node, 1, ['int64'])
  else if (hasInput(node, 1)) node.invalid('expected split as an attribute')
  const parts = node.outputs
  if (node.version >= 18 && !given && node.int('num_outputs') !== parts) node.invalid(`expected num_outputs ${parts}`)
  const sizesFor = (size: number): number[] => {
    const each = Math.ceil(size / parts)
    if (node.version < 18 && size % parts !== 0) node.refuse(`expected a multiple of ${parts}, got ${size}`)
    return Array.from({ length: parts }, (_, i) => Math.max(0, Math.min(each, size - i * each)))
  }
  return {
    types: new Array<typeof type>(parts).fill(type),
    run([x, split]) {
      const axis = axisOf(node, wanted, x!.dims.length)
      const even = (): number[] => (attribute !== null ? Array.from(attribute) : sizesFor(x!.dims[axis]!))
      const sizes = given ? integersOf(split!) : even()
      if (sizes.length !== parts) node.refuse(`expected ${parts} sizes, got [${sizes.join(', ')}]`)
      return splitAlong(node, x!, axis, sizes)
    },
  }
}

export const split: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Split', since: 2, inputs: [1, 2], bind })
