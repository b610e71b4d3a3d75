import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindIdentity } from './identity.js'

/** The input itself: what is there is as good as an optional that has it. One that has nothing is not supported. */
export const optional: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Optional',
  since: 15,
  inputs: [1, 1],
  bind: bindIdentity,
})
