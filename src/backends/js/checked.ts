import { isBytes } from '../../bytes.js'
import { mismatch, quote } from '../../errors.js'
import { resolveLimits } from '../../limits.js'
import type { BundleBackend, Session, Tensor, Value } from '../backend.js'
import { checkFeeds } from './feeds.js'

type Values = Readonly<Record<string, Value>>

/**
 * A backend for everyone: what it opens and what its sessions are fed is checked, and what they answer is the caller's own. It answers
 * synchronously.
 */
export function checked(backend: BundleBackend): BundleBackend {
  return {
    ...backend,
    async open(model, options) {
      if (!isBytes(model)) mismatch('ERR_ARGUMENT', 'an ONNX model as a Uint8Array', quote(model))
      return checkedSession(await backend.open(model, { ...options, limits: resolveLimits(options?.limits) }))
    },
  }
}

function checkedSession(session: Session): Session {
  const { inputs, sparse } = session
  const runSync = (feeds: Values): Record<string, Value> => {
    const values = checkFeeds(inputs, feeds, sparse)
    const answers = session.runSync!(Object.fromEntries(inputs.map(({ name }, i) => [name, values[i]!])))
    for (const name of Object.keys(answers)) answers[name] = copy(answers[name]!)
    return answers
  }
  return { ...session, runSync, run: async (feeds) => runSync(feeds) }
}

/** A value with elements, entries and dims of its own: those of the original may be a feed's, a constant's or another answer's. */
function copy(value: Value): Value {
  if ('data' in value) return { ...value, dims: value.dims.slice(), data: value.data.slice() } as Tensor
  if ('rows' in value) return value
  return 'size' in value ? new Map(value) : value.map(copy)
}
