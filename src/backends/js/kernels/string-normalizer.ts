import { quote } from '../../../errors.js'
import { simpleCase } from '../../../text/simple-case.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { typeOfInput } from '../types.js'

const actions = ['NONE', 'LOWER', 'UPPER']

/** The texts without stop words, then in another case; where none is left, one that is empty. */
function bind(node: NodeContext): Bound {
  typeOfInput(node, 0, ['string'])
  const action = node.text('case_change_action', 'NONE')
  if (!actions.includes(action)) node.invalid(`no case_change_action ${quote(action)}`)
  const sensitive = node.int('is_case_sensitive', 0) !== 0
  // Letters change in one way whatever the locale.
  node.has('locale')
  const words = new Set((node.strings('stopwords') ?? []).map((word) => (sensitive ? word : simpleCase(word, false))))
  const change = (text: string): string => (action === 'NONE' ? text : simpleCase(text, action === 'UPPER'))
  return {
    types: ['string'],
    run([x]) {
      const { dims } = x!
      if (dims.length < 1 || dims.length > 2 || (dims.length === 2 && dims[0] !== 1)) {
        node.refuse(`expected [n] or [1, n], got [${dims.join(', ')}]`)
      }
      const data = x!.data as readonly string[]
      const kept = data.filter((text) => !words.has(sensitive ? text : simpleCase(text, false)))
      const texts = kept.length === 0 ? [''] : kept.map(change)
      const made = dims.length === 1 ? [texts.length] : [1, texts.length]
      const out = make(node, 'string', made) as string[]
      texts.forEach((text, i) => (out[i] = text))
      return [tensorOf('string', made, out)]
    },
  }
}

export const stringNormalizer: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'StringNormalizer',
  since: 10,
  inputs: [1, 1],
  bind,
})
