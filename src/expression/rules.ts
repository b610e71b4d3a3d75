import type { Kernel, Strings } from './cells.js'
import type { Cursor } from './cursor.js'
import type { Value } from './program.js'

export type Type = 'number' | 'bool' | 'string'

/** One way to apply an operator or a function: the types of its operands and of its result, and what computes it. */
export interface Rule {
  readonly takes: readonly Type[]
  readonly gives: Type
  readonly run: Kernel
  /** The kernel in float32, where rounding what `run` gives is not enough. */
  readonly run32: Kernel
}

/** What only expressions with texts need. */
export interface TextParts {
  /** What a text that is quoted at `offset` says, and where it ends. */
  readonly scan: (text: string, offset: number, at: string) => { readonly value: string; readonly end: number }
  readonly copy: (n: number, z: Strings, x: Strings) => void
}

/** An operator or a function of the language: `name` as it is written, `-x` for the unary minus. Several may share a name. */
export interface Term {
  readonly name: string
  /** All take equally many operands. */
  readonly rules: readonly Rule[]
  /** Whether a function of two numbers also takes more, from the left: f(a, b, c) is f(f(a, b), c). */
  readonly variadic: boolean
  /** Of a term that takes or gives texts, and so makes them known. */
  readonly texts: TextParts | null
  /** Of `in`: reads what follows a value. */
  readonly membership: Membership | null
}

type Membership = (cursor: Cursor, left: Value) => Value

/** The terms that expressions may have. */
export interface Vocabulary {
  readonly terms: ReadonlyMap<string, Pick<Term, 'rules' | 'variadic'>>
  readonly texts: TextParts | null
  readonly membership: Membership | null
  /** What messages add where a term that is not among them might be meant. */
  readonly note: string
}

/* @__NO_SIDE_EFFECTS__ */ export function vocabularyOf(given: readonly Term[], note: string): Vocabulary {
  const terms = new Map<string, Pick<Term, 'rules' | 'variadic'>>()
  for (const { name, rules, variadic } of given) {
    terms.set(name, { rules: [...(terms.get(name)?.rules ?? []), ...rules], variadic })
  }
  const part = <K extends 'texts' | 'membership'>(kind: K): Term[K] | null =>
    given.find((term) => term[kind] !== null)?.[kind] ?? null
  return { terms, texts: part('texts'), membership: part('membership'), note }
}
