import type { Column, NumberColumn } from '../../column.js'
import { BundleError, pointer, quote } from '../../errors.js'
import type { Call, Plan } from '../../graph/plan.js'
import type { BoundCall, Port, Session } from '../backend.js'
import type { Feed } from './feeds.js'
import type { Result } from './results.js'
import { callRunner } from './run.js'

/** Checks a call against what the model says of itself; throws ERR_GRAPH_INVALID or ERR_REF_UNKNOWN at the node. */
export function bindCall({ node, at, sources, targets }: Call, session: Session, { slots }: Plan): BoundCall {
  const fail = (message: string, ...path: string[]): never => {
    throw new BundleError('ERR_GRAPH_INVALID', message, pointer(at, ...path))
  }
  const checkDims = (dims: Port['dims'], width: number, ...path: string[]): void => {
    if (dims === null || (dims.length === 2 ? dims[1] === -1 || dims[1] === width : dims.length === 1 && width === 1))
      return
    fail(`expected [rows, ${width}], got a model's [${dims.join(', ')}]`, ...path)
  }
  const feeds = [...node.inputs.keys()].map((name, i): Feed => {
    const port = session.inputs.find((input) => input.name === name)
    if (port === undefined) return fail(`the model has no input ${quote(name)}`, 'inputs', name)
    const slot = sources[i]!
    checkDims(port.dims, slots[slot]!.type.width, 'inputs', name)
    const { type } = port
    if (type !== 'float32' && type !== 'float64' && type !== 'int64')
      return fail(`expected a model input of float32, float64 or int64, got ${type}`, 'inputs', name)
    return { name, slot, type, sparse: type !== 'int64' && session.sparse?.includes(name) === true }
  })
  for (const { name } of session.inputs) {
    if (!node.inputs.has(name)) fail(`nothing feeds the model's input ${quote(name)}`, 'inputs')
  }
  const results = [...node.outputs.values()].map((output, i): Result => {
    const { name, type, width } = output
    const port = session.outputs.find((one) => one.name === name)
    if (port === undefined) return fail(`the model has no output ${quote(name)}`, 'outputs')
    if (port.type !== null && port.type !== type)
      fail(`expected ${port.type} for ${quote(name)}, got ${type}`, 'outputs')
    checkDims(port.dims, width, 'outputs')
    return { ...output, slot: targets[i]! }
  })
  const dense = feeds.reduce((sum, { slot, sparse }) => {
    const { kind, width } = slots[slot]!.type
    return kind === 'sparse' && !sparse ? sum + width : sum
  }, 0)
  return { dense, ...callRunner(session, feeds, results, at, bindRows(feeds, results, session, slots)) }
}

/** What scores the rows where they stand, for a session that can. */
function bindRows(
  [feed, ...others]: readonly Feed[],
  [result, ...more]: readonly Result[],
  session: Session,
  slots: Plan['slots'],
): BoundCall['runSync'] | null {
  if (feed === undefined || result === undefined || others.length + more.length > 0) return null
  const { kind, width } = slots[feed.slot]!.type
  const scorer = session.rowScorer?.(width) ?? null
  if (scorer === null || scorer.width !== result.width || scorer.type !== result.type) return null
  const score = kind === 'number' ? scorer.score : kind === 'sparse' ? scorer.scoreSparse : null
  if (score === null) return null
  return (columns: readonly Column[], rows: number) => {
    const x = columns[feed.slot]!
    const y = columns[result.slot] as NumberColumn
    score(x.data as never, x.offset, x.stride, rows, y.data, y.offset, y.stride)
  }
}
