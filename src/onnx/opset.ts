import type { Opset } from './model.js'
import { eachOnce, integerOf, invalid, textOf, type Span } from './wire.js'

export const MAX_OPSETS = 64

/** The domain as it is compared: ai.onnx is ''. */
export function mainDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain
}

/** An OperatorSetIdProto. */
export function readOpset(span: Span, at: string): Opset {
  let domain = ''
  let version = 0
  eachOnce(span, at, (cursor) => {
    if (cursor.field === 1) domain = mainDomain(textOf(cursor))
    else version = integerOf(cursor)
  })
  if (version < 1) invalid(`expected a version of at least 1, got ${version}`, at)
  return { domain, version }
}
