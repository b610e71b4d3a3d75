import type { Limits } from '../limits.js'

/** Where trees stand: who refuses them, and who counts what they take. */
export interface TreeSite {
  readonly at: string
  readonly limits: Limits
  /** Refuses the trees, at their place. */
  invalid(message: string): never
  /** Counts tree nodes; throws ERR_LIMIT for too many. */
  chargeNodes(count: number): void
  /** Counts cells that scoring keeps; throws ERR_LIMIT for too many. */
  count(dims: readonly number[]): void
}
