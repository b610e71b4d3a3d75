import { quote } from '../../errors.js'
import type { Tensor, TensorType } from '../backend.js'
import type { NodeContext } from './kernel.js'
import { anyType, numbers, typeOfInput } from './types.js'

type Combine = (old: number, update: number) => number

const combines: Readonly<Record<string, Combine>> = {
  add: (old, update) => old + update,
  mul: (old, update) => old * update,
  max: (old, update) => (old > update || old !== old ? old : update),
  min: (old, update) => (old < update || old !== old ? old : update),
}

/** What the scattering operators have in common: one type, and since version `since` a way to combine old and new; null replaces. */
export function bindScatter(
  node: NodeContext,
  since: number,
): { readonly type: TensorType; readonly combine: Combine | null } {
  const name = node.version < since ? 'none' : node.text('reduction', 'none')
  const known = name === 'none' || Object.hasOwn(combines, name)
  if (!known) node.invalid(`no reduction ${quote(name)}`)
  const type = typeOfInput(node, 0, name === 'none' ? anyType : numbers)
  if (node.inputs[2]!.type !== type) node.invalid(`expected updates of ${type}, got ${node.inputs[2]!.type}`)
  return { type, combine: name === 'none' ? null : combines[name]! }
}

/** Updates one element. Typed arrays round and wrap. */
export function scatterElement(
  out: Tensor['data'],
  place: number,
  updates: Tensor['data'],
  i: number,
  combine: Combine | null,
): void {
  const cells = out as { [index: number]: unknown }
  const update = updates[i] as number
  cells[place] = combine === null ? update : combine(out[place] as number, update)
}
