import { checkTrees, type CheckedTrees } from './check.js'
import type { Ensemble, PreparedEnsemble } from './ensemble.js'
import { rowsInBlock } from './score.js'
import type { TreeSite } from './site.js'
import type { TreeTable } from './table.js'
import { tableWalker } from './walk-table.js'

/** Lays trees out for speed: the same ensemble with another walker. With `narrow`, rows are float32 numbers. */
export type Hasten = (cold: Ensemble, table: TreeTable, checked: CheckedTrees, narrow: boolean) => Ensemble

/** What an operator says of its trees. */
interface Given extends Pick<Ensemble, 'tally' | 'single'> {
  /** Whether the cells of every row are float32 numbers. */
  readonly narrow: boolean
  /** Null leaves the trees as they stand. */
  readonly hasten: Hasten | null
}

/** Checks the trees of a checked table, and counts what a block of rows takes in every call. */
export function prepareEnsemble(
  site: TreeSite,
  table: TreeTable,
  { tally, single, narrow, hasten }: Given,
): PreparedEnsemble {
  const { roots, features, leafTargets, leafWeights: weights, targets } = table
  const leafWeights = weights instanceof Float64Array ? weights : Float64Array.from(weights)
  const checked = checkTrees(site, table)
  const { used, depths } = checked
  const most = tally?.most ?? 1
  const steps = depths.reduce((sum, depth) => sum + depth + most, targets)
  const trees = roots.length
  const cold: Ensemble = {
    walker: tableWalker(table, checked, leafWeights),
    trees,
    nodes: trees + 2 * features.length,
    used,
    copied: false,
    leafTargets,
    leafWeights,
    targets,
    tally,
    adderOf: null,
    single,
  }
  site.count([rowsInBlock(cold), used.length * 2 + targets])
  const hot = hasten === null ? () => cold : once(() => hasten(cold, table, checked, narrow))
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
