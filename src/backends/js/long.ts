import type { NodeContext } from './kernel.js'

/** All 64 bits of an integer attribute, which is required where there is no fallback. */
export function longOf(node: NodeContext, name: string, fallback?: bigint): bigint {
  const found = node.longs(name, 'int')
  if (found === null) return fallback ?? node.invalid(`expected attribute ${name}`)
  return found[0] ?? 0n
}
