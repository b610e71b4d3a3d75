import { checkTrees } from './check.js'
import type { Ensemble, PreparedEnsemble } from './ensemble.js'
import { fillHeap } from './heap.js'
import { layOut, type Layout } from './layout.js'
import { packLayout } from './packed.js'
import { rowsInBlock } from './score.js'
import type { TreeSite } from './site.js'
import type { TreeTable } from './table.js'
import { heapWalker } from './walk-heap.js'
import { packedWalker } from './walk-packed.js'
import { tableWalker } from './walk-table.js'
import { walkerOf, type Walker } from './walk.js'

/** The fastest walker that gives exactly what the layout says. */
function fastestOf(layout: Layout, leaves: number, weights: Float64Array, single: boolean): Walker {
  const heap = fillHeap(layout, weights)
  if (heap !== null) return heapWalker(heap)
  const packed = packLayout(layout, leaves, weights, single)
  return packed === null ? walkerOf(layout, weights) : packedWalker(packed)
}

/**
 * Checks the trees of a checked table, and counts what a block of rows takes in every call. `narrow` says that the cells of every row are
 * float32 numbers.
 */
export function prepareEnsemble(
  site: TreeSite,
  table: TreeTable,
  { aggregate, base, single, narrow }: Pick<Ensemble, 'aggregate' | 'base' | 'single'> & { readonly narrow: boolean },
): PreparedEnsemble {
  const { roots, features, leafStarts, leafTargets, leafWeights: weights, targets } = table
  const leafWeights = weights instanceof Float64Array ? weights : Float64Array.from(weights)
  const checked = checkTrees(site, table)
  const { used, depths } = checked
  const leaves = leafStarts === null ? weights.length : leafStarts.length - 1
  let most = 1
  for (let i = 0; leafStarts !== null && i < leaves; i++) most = Math.max(most, leafStarts[i + 1]! - leafStarts[i]!)
  const steps = depths.reduce((sum, depth) => sum + depth + most, targets)
  const trees = roots.length
  const cold: Ensemble = {
    walker: tableWalker(table, checked, leafWeights),
    trees,
    nodes: trees + 2 * features.length,
    used,
    copied: false,
    leafStarts,
    leafTargets,
    leafWeights,
    targets,
    aggregate,
    ownTargets: false,
    base,
    single,
  }
  site.count([rowsInBlock(cold), used.length * 2 + targets])
  const hot = once(() => {
    const layout = layOut(table, checked)
    const { ownTargets, copied } = layout
    return { ...cold, walker: fastestOf(layout, leaves, leafWeights, narrow), ownTargets, copied }
  })
  return { cold, hot, steps, columns: used.at(-1)! + 1 }
}

/** Makes it when it is first asked for. What it is made of, the table among it, is kept no longer. */
function once<T>(make: () => T): () => T {
  let pending: (() => T) | null = make
  let made: T
  return () => {
    if (pending !== null) made = pending()
    pending = null
    return made
  }
}
