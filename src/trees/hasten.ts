import { fillHeap } from './heap.js'
import { layOut, type Layout } from './layout.js'
import { leafPerTree } from './leaf-per-tree.js'
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
  const { tally, leafWeights } = cold
  const leaves = tally?.leaves ?? leafWeights.length
  const layout = layOut(table, checked)
  const { ownTargets, copied } = layout
  const walker = fastestOf(layout, leaves, leafWeights, narrow)
  return { ...cold, walker, adderOf: ownTargets ? leafPerTree : null, copied }
}
