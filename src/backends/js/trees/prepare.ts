import type { NodeContext } from '../kernel.js'
import type { Ensemble } from './ensemble.js'
import { fillHeap } from './heap.js'
import { layOut, type Layout } from './layout.js'
import { packLayout } from './packed.js'
import { rowsInBlock } from './score.js'
import type { TreeTable } from './table.js'
import { heapWalker } from './walk-heap.js'
import { packedWalker } from './walk-packed.js'
import { walkerOf, type Walker } from './walk.js'

export interface PreparedEnsemble {
  readonly ensemble: Ensemble
  /** Work that a row takes. */
  readonly steps: number
  /** Columns that a row has at least. */
  readonly columns: number
}

/** The fastest walker that gives exactly what the layout says. */
function fastestOf(layout: Layout, leaves: number, single: boolean): Walker {
  const heap = fillHeap(layout)
  if (heap !== null) return heapWalker(heap)
  const packed = packLayout(layout, leaves, single)
  return packed === null ? walkerOf(layout) : packedWalker(packed)
}

/** Lays out the trees of a checked table, and counts what a block of rows takes in every call. */
export function prepareEnsemble(
  node: NodeContext,
  table: TreeTable,
  { aggregate, base, single }: Pick<Ensemble, 'aggregate' | 'base' | 'single'>,
): PreparedEnsemble {
  const { leafStarts, leafTargets, leafWeights: weights, targets } = table
  const leafWeights = weights instanceof Float64Array ? weights : Float64Array.from(weights)
  const layout = layOut(node, table)
  const leaves = leafStarts === null ? weights.length : leafStarts.length - 1
  const walker = fastestOf(layout, leaves, node.inputs[0]!.single)
  const { ownTargets, used, copied, depths } = layout
  let most = 1
  for (let i = 0; leafStarts !== null && i < leaves; i++) most = Math.max(most, leafStarts[i + 1]! - leafStarts[i]!)
  const steps = depths.reduce((sum, depth) => sum + depth + most, targets)
  const trees = depths.length
  const ensemble: Ensemble = {
    walker,
    trees,
    nodes: layout.ints.length / 4,
    used,
    copied,
    leafStarts,
    leafTargets,
    leafWeights,
    targets,
    aggregate,
    ownTargets,
    base,
    single,
  }
  node.count([rowsInBlock(ensemble), used.length * 2 + targets])
  return { ensemble, steps, columns: used.at(-1)! + 1 }
}
