import type { Graph } from './document.js'

/** An op in one version. */
export interface RequiredOp {
  readonly op: string
  readonly version: number
}

/** What `requires.ops` of the manifest is for a graph: each op and version once, by name (UTF-16 code units), then version. */
export function requiredOps({ nodes }: Graph): readonly RequiredOp[] {
  const seen = new Map<string, RequiredOp>()
  for (const node of nodes) {
    if ('op' in node) seen.set(`${node.version} ${node.op}`, { op: node.op, version: node.version })
  }
  return [...seen.values()].sort((a, b) => (a.op < b.op ? -1 : a.op > b.op ? 1 : a.version - b.version))
}
