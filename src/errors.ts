/** What can be wrong with a bundle, a model or a call. The prose for each is in spec/errors.md. */
export type ErrorCode =
  // container
  | 'ERR_LIMIT'
  | 'ERR_ZIP_INVALID'
  | 'ERR_ZIP_UNSUPPORTED'
  | 'ERR_ZIP_NAME'
  | 'ERR_ZIP_DATA'
  // entries
  | 'ERR_DIGEST'
  | 'ERR_ENTRY_MISSING'
  | 'ERR_ENTRY_UNLISTED'
  | 'ERR_JSON_INVALID'
  | 'ERR_JSON_NOT_CANONICAL'
  | 'ERR_VERSION'
  | 'ERR_TENSORS_INVALID'
  // documents
  | 'ERR_MANIFEST_INVALID'
  | 'ERR_SCHEMA_INVALID'
  | 'ERR_GRAPH_INVALID'
  | 'ERR_GOLDEN_INVALID'
  | 'ERR_PROFILE_INVALID'
  | 'ERR_STRINGS_INVALID'
  // graph
  | 'ERR_ATTR_INVALID'
  | 'ERR_EXPRESSION_INVALID'
  | 'ERR_OP_UNKNOWN'
  | 'ERR_REF_UNKNOWN'
  // models
  | 'ERR_ONNX_INVALID'
  | 'ERR_ONNX_UNSUPPORTED'
  // calls
  | 'ERR_ARGUMENT'
  | 'ERR_INPUT'
  | 'ERR_TENSOR'
  | 'ERR_BACKEND'
  | 'ERR_SYNC'
  | 'ERR_DISPOSED'
  | 'ERR_SHA256'

/** What can be wrong with a value; it refuses (or flags) its own record and is never thrown alone. */
export type IssueCode =
  | 'absent'
  | 'null'
  | 'nan'
  | 'empty'
  | 'infinite'
  | 'wrong_type'
  | 'out_of_range'
  | 'beyond_float32'
  | 'unseen_category'
  | 'absent_key'
  | 'unseen_key'
  | 'wrong_length'
  | 'unknown_key'
  | 'not_a_record'
  | 'refused_by_transform'

/** One problem with one record. `field` is the input's name, or the node of the graph that refused; `row` counts from 0. */
export interface Issue {
  readonly row: number
  readonly field: string
  readonly code: IssueCode
  readonly message: string
  readonly value: unknown
  /** True when the record is refused; false when it was scored all the same (policy `keep`, `clip`, ...). */
  readonly fatal: boolean
}

/** Thrown for anything wrong with a bundle, a model or a call. `at` is an entry and a JSON Pointer: `graph.json#/nodes/3`. */
export class BundleError extends Error {
  override readonly name = 'BundleError'
  readonly code: ErrorCode
  readonly at: string
  /** With ERR_INPUT: every problem of the record or batch. */
  readonly issues: readonly Issue[]

  constructor(
    code: ErrorCode,
    message: string,
    at: string,
    options: { cause?: unknown; issues?: readonly Issue[] } = {},
  ) {
    super(at === '' ? message : `${message} (at ${printable(at)})`, 'cause' in options ? { cause: options.cause } : {})
    this.code = code
    this.at = at
    this.issues = options.issues ?? []
  }
}

/** Throws what most refusals say; `got` is ready to be shown. */
export function mismatch(code: ErrorCode, expected: string, got: string | number, at: string = ''): never {
  throw new BundleError(code, `expected ${expected}, got ${got}`, at)
}

/** `base` with one escaped JSON Pointer token per key. */
export function pointer(base: string, ...keys: readonly (string | number)[]): string {
  let path = base
  for (const key of keys) path += '/' + String(key).replaceAll('~', '~0').replaceAll('/', '~1')
  return path
}

/** First and last of what JSON leaves as it is though it is a control character, changes the order of a line or can't be seen. */
const hidden = [0x7f, 0x9f, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x2069, 0xfeff, 0xfeff]

/** Text of any origin on one line: what is no visible character escaped, and cut short. */
export function printable(text: string, length: number = 300): string {
  let line = ''
  for (const unit of JSON.stringify(text.length > length ? text.slice(0, length) + '…' : text).slice(1, -1)) {
    const code = unit.charCodeAt(0)
    const hides = hidden.some((first, i) => i % 2 === 0 && code >= first && code <= hidden[i + 1]!)
    line += hides ? `\\u${code.toString(16).padStart(4, '0')}` : unit
  }
  return line
}

/** A Proxy may throw whatever it is asked. */
function describeObject(value: object): string {
  try {
    if (Array.isArray(value)) return `an array of ${value.length}`
    return (Object.getPrototypeOf(value) ?? Object.prototype) === Object.prototype
      ? 'an object'
      : 'an instance of a class'
  } catch {
    return 'an object'
  }
}

/** A value as it stands in a message: quoted, cut short, and never running anything of the value's own. */
export function quote(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `"${printable(value, 60)}"`
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? `${value}n` : 'a large bigint'
    case 'symbol':
      return 'a symbol'
    case 'function':
      return 'a function'
    case 'object':
      return value === null ? 'null' : describeObject(value)
    default:
      return String(value)
  }
}
