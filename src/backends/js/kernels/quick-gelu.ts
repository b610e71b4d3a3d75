import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { swish } from './swish.js'

/** x sigmoid(alpha x) */
export const quickGelu: Kernel = /* @__PURE__ */ defineKernel({
  ...swish,
  domain: 'com.microsoft',
  name: 'QuickGelu',
  since: 1,
  bind: (node) => swish.bind({ ...node, float: (name) => node.float(name, 1.702) }),
})
