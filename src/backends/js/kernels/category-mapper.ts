import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { longOf } from '../long.js'
import { typeOfInput } from '../types.js'

/** Each text as the integer of its category, or back; of equal categories the last; others as the default. */
function bind(node: NodeContext): Bound {
  const from = typeOfInput(node, 0, ['string', 'int64'])
  const texts = node.strings('cats_strings') ?? node.invalid('expected attribute cats_strings')
  const ints = node.longs('cats_int64s') ?? node.invalid('expected attribute cats_int64s')
  if (texts.length !== ints.length) node.invalid(`expected ${texts.length} cats_int64s, got ${ints.length}`)
  const [text, int] = [node.text('default_string', '_Unused'), longOf(node, 'default_int64', -1n)]
  const forward = from === 'string'
  const table = new Map<unknown, unknown>()
  texts.forEach((name, i) => (forward ? table.set(name, ints[i]) : table.set(ints[i], name)))
  const to = forward ? 'int64' : 'string'
  return {
    types: [to],
    run([x]) {
      const out = make(node, to, x!.dims) as { [index: number]: unknown }
      for (let i = 0; i < x!.data.length; i++) out[i] = table.get(x!.data[i]) ?? (forward ? int : text)
      return [tensorOf(to, x!.dims, out as never)]
    },
  }
}

export const categoryMapper: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'CategoryMapper',
  since: 1,
  inputs: [1, 1],
  bind,
})
