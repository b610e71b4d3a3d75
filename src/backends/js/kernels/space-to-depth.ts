import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindBlocks, readMode } from '../blocks.js'

/** Blocks of the last two axes, as channels one behind the other. */
export const spaceToDepth: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'SpaceToDepth',
  since: 1,
  inputs: [1, 1],
  bind(node) {
    const order = readMode(node, 28) === 'DCR' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4]
    return bindBlocks(node, (n, c, h, w, b) => ({
      shape: [n, c, h / b, b, w / b, b],
      order,
      made: [n, c * b * b, h / b, w / b],
    }))
  },
})
