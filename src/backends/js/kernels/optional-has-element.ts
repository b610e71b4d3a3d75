import { tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { hasInput } from '../types.js'

/** Whether there is an input: every optional has an element. */
export const optionalHasElement: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'OptionalHasElement',
  since: 15,
  inputs: [0, 1],
  bind: (node) => ({ types: ['bool'], run: () => [tensorOf('bool', [], Uint8Array.of(+hasInput(node, 0)))] }),
})
