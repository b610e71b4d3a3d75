import { fillHeap } from './heap.js'
import { layOut, type Layout } from './layout.js'
import { packLayout } from './packed.js'
import type { Hasten } from './prepare.js'
import { heapWalker } from './walk-heap.js'
import { packedWalker } from './walk-packed.js'
import { walkerOf, type Walker } from './walk.js'

/** The fastest walker that gives exactly what the layout says. */
function fastestOf(layout: Layout, leaves: number, weights: Float64Array, narrow: boolean): Walker {
  const heap = fillHeap(layout, weights)
  if (heap !== null) return heapWalker(heap)
  const packed = packLayout(layout, leaves, weights, narrow)
  return packed === null ? walkerOf(layout, weights) : packedWalker(packed)
}

export const hasten: Hasten = (cold, table, checked, narrow) => {
  const { leafStarts, leafWeights } = cold
  const leaves = leafStarts === null ? leafWeights.length : leafStarts.length - 1
  const layout = layOut(table, checked)
  const { ownTargets, copied } = layout
  return { ...cold, walker: fastestOf(layout, leaves, leafWeights, narrow), ownTargets, copied }
}
