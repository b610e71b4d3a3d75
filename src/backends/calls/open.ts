import { BundleError, pointer, quote } from '../../errors.js'
import type { Call } from '../../graph/plan.js'
import { requiredOpsets } from '../../onnx/required-opsets.js'
import type { BoundCall, ModelCalls, Session } from '../backend.js'
import { bindCall } from './bind.js'

/** Opens each model that the graph calls once. What was opened is closed again when a later one fails. */
export const openCalls: ModelCalls['open'] = async (backend, plan, entry, limits) => {
  const model = async ({ node: { model: name }, at }: Call): Promise<Uint8Array> => {
    const bytes = name.startsWith('models/') ? await entry(name) : undefined
    if (bytes !== undefined) return bytes
    throw new BundleError('ERR_REF_UNKNOWN', `the bundle has no model ${quote(name)}`, pointer(at, 'model'))
  }
  const sessions = new Map<string, Session>()
  const calls = new Map<number, BoundCall>()
  const dispose = (): void => {
    for (const session of sessions.values()) session.dispose()
  }
  try {
    for (const [i, step] of plan.steps.entries()) {
      if (step.bound !== null) continue
      const at = step.node.model
      const session = sessions.get(at) ?? (await backend.open(await model(step), { at, limits }))
      sessions.set(at, session)
      calls.set(i, bindCall(step, session, plan))
    }
  } catch (error) {
    dispose()
    throw error
  }
  return { calls, opsets: requiredOpsets(Array.from(sessions.values(), ({ opsets }) => opsets)), dispose }
}
