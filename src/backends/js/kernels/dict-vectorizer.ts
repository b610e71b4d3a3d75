import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { mapTypesOf, type EntryMap } from '../maps.js'

/** One row: the value of each key of the vocabulary, or 0. */
function bind(node: NodeContext): Bound {
  const [keys, values] = mapTypesOf(node)
  const texts = node.strings('string_vocabulary')
  const ints = node.longs('int64_vocabulary')
  if ((texts === null) === (ints === null)) node.invalid('expected string_vocabulary or int64_vocabulary')
  if ((texts === null) === (keys === 'string')) node.invalid(`expected a vocabulary of ${keys}`)
  const vocabulary = texts ?? Array.from(ints!)
  return {
    types: [values],
    run([x]) {
      const map = x as unknown as EntryMap
      const dims = [1, vocabulary.length]
      const out = make(node, values, dims) as { [index: number]: unknown }
      vocabulary.forEach((key, i) => {
        const value = map.get(key)
        if (value !== undefined) out[i] = value
      })
      return [tensorOf(values, dims, out as never)]
    },
  }
}

export const dictVectorizer: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'DictVectorizer',
  since: 1,
  inputs: [1, 1],
  bind,
})
