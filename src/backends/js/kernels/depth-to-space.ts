import { defineKernel } from '../define-kernel.js'
import type { Kernel } from '../kernel.js'
import { bindBlocks, readMode } from '../blocks.js'

/** Blocks of channels, side by side in the last two axes. */
export const depthToSpace: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'DepthToSpace',
  since: 1,
  inputs: [1, 1],
  bind(node) {
    const depthFirst = readMode(node, 11) === 'DCR'
    return bindBlocks(node, (n, c, h, w, b) => {
      const depth = c / (b * b)
      return {
        shape: depthFirst ? [n, b, b, depth, h, w] : [n, depth, b, b, h, w],
        order: depthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3],
        made: [n, depth, h * b, w * b],
      }
    })
  },
})
