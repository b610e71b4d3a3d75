import { quote } from '../../errors.js'
import type { NodeContext } from './kernel.js'
import { NONE, type PostTransform } from './trees/post-transform.js'

const names = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO']

/** The attribute post_transform of the operators that name it. */
export function readPostTransform(node: NodeContext): PostTransform {
  const name = node.text('post_transform', 'NONE')
  const kind = names.indexOf(name)
  if (kind >= 0) return kind
  return name === 'PROBIT' ? probitOf(node) : node.invalid(`no post_transform ${quote(name)}`)
}

export function probitOf({ probit, unsupported }: NodeContext): PostTransform {
  return probit ?? unsupported('no post_transform PROBIT')
}

/** What of a transform is done to a score that has none beside it: PROBIT, as in onnxruntime. */
export function ofOneScore(post: PostTransform): PostTransform {
  return typeof post === 'function' ? post : NONE
}

/** Refuses PROBIT where one score stands for two classes: there runtimes do not agree what becomes of it. */
export function refuseProbit(node: NodeContext, post: PostTransform, one: boolean): void {
  if (one && typeof post === 'function') node.unsupported('no post_transform PROBIT of one score for two classes')
}
