import { quote } from '../../errors.js'
import type { NodeContext } from './kernel.js'

const names = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO']

/** The attribute post_transform of the operators that name it, as the number in trees/post-transform.ts. */
export function readPostTransform(node: NodeContext): number {
  const name = node.text('post_transform', 'NONE')
  const kind = names.indexOf(name)
  if (kind >= 0) return kind
  return name === 'PROBIT'
    ? node.unsupported('no post_transform PROBIT')
    : node.invalid(`no post_transform ${quote(name)}`)
}
