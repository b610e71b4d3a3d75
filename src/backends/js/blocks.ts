import { quote } from '../../errors.js'
import { copyStrided, make, stridesOf, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { anyType, typeOfInput } from './types.js'

interface Form {
  /** The input's elements in more axes. */
  readonly shape: readonly number[]
  /** Those axes as they follow one another in the result. */
  readonly order: readonly number[]
  readonly made: readonly number[]
}

/** Whether blocks come before channels, DCR, or after them, CRD, which there is since version `since`. */
export function readMode(node: NodeContext, since: number): string {
  const mode = node.version < since ? 'DCR' : node.text('mode', 'DCR')
  if (mode !== 'DCR' && mode !== 'CRD') node.invalid(`no mode ${quote(mode)}`)
  return mode
}

/** An operator that moves blocks of `blocksize` between the axes of an image; it does not fit where a size is no integer. */
export function bindBlocks(
  node: NodeContext,
  form: (n: number, c: number, h: number, w: number, size: number) => Form,
): Bound {
  const type = typeOfInput(node, 0, anyType)
  const size = node.int('blocksize')
  if (!(size >= 1)) node.invalid(`expected blocksize of at least 1, got ${size}`)
  return {
    types: [type],
    run([x]) {
      const { dims, data } = x!
      if (dims.length !== 4) node.refuse(`expected 4 dimensions, got ${dims.length}`)
      const { shape, order, made } = form(...(dims as readonly number[] as [number, number, number, number]), size)
      if (shape.some((part) => part % 1 !== 0)) node.refuse(`no blocks of ${size} in [${dims.join(', ')}]`)
      const out = make(node, type, made)
      const strides = stridesOf(shape)
      copyStrided(
        data,
        0,
        order.map((axis) => strides[axis]!),
        order.map((axis) => shape[axis]!),
        out,
      )
      return [tensorOf(type, made, out)]
    },
  }
}
