import { quote } from '../../errors.js'
import type { NodeContext } from './kernel.js'
import { PROBIT } from './trees/post-transform.js'

const names = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT']

/** The attribute post_transform of the operators that name it, as the number in trees/post-transform.ts. */
export function readPostTransform(node: NodeContext): number {
  const name = node.text('post_transform', 'NONE')
  const kind = names.indexOf(name)
  return kind >= 0 ? kind : node.invalid(`no post_transform ${quote(name)}`)
}

/** Refuses PROBIT where one score stands for two classes: there runtimes do not agree what becomes of it. */
export function refuseProbit(node: NodeContext, post: number, one: boolean): void {
  if (one && post === PROBIT) node.unsupported('no post_transform PROBIT of one score for two classes')
}
