import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { compilePattern, longestMatch } from '../pattern.js'
import { typeOfInput } from '../types.js'

/** Whether the pattern, of the syntax of Tokenizer's, is that of a whole text. */
export const regexFullMatch: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'RegexFullMatch',
  since: 20,
  inputs: [1, 1],
  bind(node) {
    typeOfInput(node, 0, ['string'])
    const text = node.text('pattern', '')
    const pattern = compilePattern(text) ?? node.unsupported(`no regular expression ${text}`)
    return {
      types: ['bool'],
      run([x]) {
        const out = make(node, 'bool', x!.dims)
        for (let i = 0; i < out.length; i++) {
          const points = Array.from(x!.data[i] as string, (c) => c.codePointAt(0)!)
          // The longest match from the start is the whole text, if any is.
          out[i] = +(longestMatch(pattern, points, 0, node.charge) === points.length)
        }
        return [tensorOf('bool', x!.dims, out)]
      },
    }
  },
})
