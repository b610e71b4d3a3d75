import type { NodeContext } from '../kernel.js'

/** The place of node `id` of tree `tree` in the lists; ERR_ONNX_INVALID where there is none. */
type FindNode = (tree: number, id: number) => number

/** Looks nodes up by tree and id. Refuses a pair that comes twice. */
export function nodeFinder(node: NodeContext, treeIds: Int32Array, nodeIds: Int32Array): FindNode {
  const starts = new Map<number, number>()
  let regular = true
  for (let i = 0; i < treeIds.length; i++) {
    const tree = treeIds[i]!
    if (!starts.has(tree)) starts.set(tree, i)
    if (starts.get(tree)! + nodeIds[i]! !== i) regular = false
  }
  const missing = (tree: number, id: number): never => node.invalid(`no node ${id} in tree ${tree}`)
  if (regular) {
    return (tree, id) => {
      const i = (starts.get(tree) ?? missing(tree, id)) + id
      return treeIds[i] === tree ? i : missing(tree, id)
    }
  }
  const places = new Map<number, Map<number, number>>()
  for (let i = 0; i < treeIds.length; i++) {
    const tree = treeIds[i]!
    const ids = places.get(tree) ?? new Map<number, number>()
    places.set(tree, ids)
    if (ids.has(nodeIds[i]!)) node.invalid(`expected node ${nodeIds[i]} of tree ${tree} once`)
    ids.set(nodeIds[i]!, i)
  }
  return (tree, id) => places.get(tree)?.get(id) ?? missing(tree, id)
}
