import type { ErrorCode, IssueCode } from '../../src/errors.js'
import { load, type LoadOptions, type Model, type Source } from '../../src/index.js'

type Maybe<T> = T | Promise<T>

/** One kind of hostile input. */
export interface Attack {
  readonly name: string
  readonly tries: string
  /** The code that it is refused with; null for what must do no harm and is taken. */
  readonly code: ErrorCode | null
  /** The place of the error; a trailing `…` leaves open what is below it. */
  readonly at: string
  /** With ERR_INPUT: field and code of every fatal issue. */
  readonly issues?: readonly (readonly [field: string, code: IssueCode])[]
  /** Makes what is loaded. */
  readonly make: () => Maybe<Source>
  readonly options?: LoadOptions
  /** What is done with the model; without it, loading is what must be refused. For `code: null` it checks that no harm is done. */
  readonly call?: (model: Model) => unknown
  /** What the caller does to the source as soon as `load` has returned its promise. */
  readonly meanwhile?: (source: Source) => void
  /** Checks, once all is over, what was done on the way to the refusal. */
  readonly after?: () => void
}

/** Has the library take the input, and whatever happens, happen. */
export async function run({ make, options, meanwhile, call }: Attack): Promise<void> {
  const source = await make()
  const loading = load(source, options)
  meanwhile?.(source)
  const model = await loading
  try {
    await call?.(model)
  } finally {
    model.dispose()
  }
}

/** Throws unless it holds: what an attack that is taken must not have changed. */
export function harmless(holds: boolean, what: string): void {
  if (!holds) throw new Error(`harm was done: ${what}`)
}

const encoder = /* @__PURE__ */ new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let position = 0
  for (const part of parts) {
    all.set(part, position)
    position += part.length
  }
  return all
}
