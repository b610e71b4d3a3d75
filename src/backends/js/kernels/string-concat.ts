import { broadcast, type Loop } from '../broadcast.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { typeOfInput } from '../types.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = a[i]! + b[j]!
}

/** Texts, each followed by another. */
export const stringConcat: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'StringConcat',
  since: 20,
  inputs: [2, 2],
  bind(node) {
    for (const i of [0, 1]) typeOfInput(node, i, ['string'])
    return { types: ['string'], run: ([a, b]) => [broadcast(node, a!, b!, 'string', loop)] }
  },
})
