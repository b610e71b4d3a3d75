import { pointer, quote } from '../errors.js'
import { checkLimit, type Limits } from '../limits.js'
import type { InlineFunctions } from './functions.js'
import { checkCount, readGraph } from './graph.js'
import type { OnnxModel, Opset } from './model.js'
import { checkNames } from './names.js'
import { MAX_OPSETS, readOpset } from './opset.js'
import { integerOf, invalid, nextField, once, openCursor, spanOf, unsupported, type Span } from './wire.js'

/** IR versions whose models say what this reader takes them to say. */
const OLDEST_IR = 3
const NEWEST_IR = 14

/**
 * Reads a ModelProto (https://onnx.ai/onnx/repo-docs/IR.html) and checks its form and its names; tensors and attributes stay
 * bytes until they are asked for, so the bytes must not change before. `inline` replaces calls of its functions; where it is null,
 * models have none. `at` is the entry's name. Throws ERR_ONNX_INVALID, ERR_ONNX_UNSUPPORTED or ERR_LIMIT.
 */
export function readModel(bytes: Uint8Array, at: string, limits: Limits, inline: InlineFunctions | null): OnnxModel {
  let irVersion = 0
  let graph: Span | null = null
  const opsets: Opset[] = []
  const functions: Span[] = []
  const cursor = openCursor({ bytes, start: 0, end: bytes.length }, at)
  while (nextField(cursor)) {
    const { field } = cursor
    if (field === 1 || field === 7) {
      once(cursor)
      if (field === 1) irVersion = integerOf(cursor)
      else graph = spanOf(cursor)
    } else if (field === 8) addOpset(opsets, spanOf(cursor), at)
    else if (field === 25) functions.push(spanOf(cursor))
    else if (field === 20) unsupported('no training info', at)
    checkLimit(functions.length, limits.nodes, 'functions', at)
  }
  if (irVersion < 1) invalid(`expected an IR version, got ${irVersion}`, at)
  if (irVersion < OLDEST_IR || irVersion > NEWEST_IR) {
    unsupported(`expected IR version ${OLDEST_IR} to ${NEWEST_IR}, got ${irVersion}`, at)
  }
  if (opsets.length === 0) invalid('expected opset imports', at)
  if (graph === null) return invalid('expected a graph', at)
  const read = readGraph(graph, `${at}#`, { limits, opsets, depth: 0 })
  if (inline === null && functions.length > 0) {
    unsupported('no functions of models here: pass `functions`, from skewless/kernels', at)
  }
  const whole = inline === null ? read : inline(read, functions, `${at}#`, limits)
  return { irVersion, opsets, graph: checkNames(whole, false) }
}

/** Adds an import. One that is repeated says the same again. */
function addOpset(opsets: Opset[], span: Span, at: string): void {
  const opset = readOpset(span, pointer(`${at}#`, 'opset_import', opsets.length))
  const other = opsets.find(({ domain }) => domain === opset.domain)
  if (other !== undefined && other.version !== opset.version) {
    invalid(`expected one version of ${quote(opset.domain)}, got ${other.version} and ${opset.version}`, at)
  }
  if (other !== undefined) return
  checkCount(opsets.length, MAX_OPSETS, at)
  opsets.push(opset)
}
