import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindIdentity } from './identity.js'

/** What an optional has, which is the input itself. */
export const optionalGetElement: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'OptionalGetElement',
  since: 15,
  inputs: [1, 1],
  bind: bindIdentity,
})
