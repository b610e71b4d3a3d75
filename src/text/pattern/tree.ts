import type { CodePointSet } from '../code-point-set.js'

export type Assertion = 'start' | 'end' | 'end_or_newline' | 'line_start' | 'line_end' | 'boundary' | 'no_boundary'

/** A pattern, taken apart. `nullable` says whether it may match nothing. */
export type Tree =
  | { readonly type: 'set'; readonly set: CodePointSet; readonly nullable: false }
  | { readonly type: 'assert'; readonly assertion: Assertion; readonly nullable: true }
  | { readonly type: 'sequence'; readonly parts: readonly Tree[]; readonly nullable: boolean }
  | { readonly type: 'choice'; readonly parts: readonly Tree[]; readonly nullable: boolean }
  | { readonly type: 'group'; readonly of: Tree; readonly nullable: boolean }
  | {
      readonly type: 'repeat'
      readonly of: Tree
      readonly min: number
      /** Infinity without an upper bound. */
      readonly max: number
      readonly greedy: boolean
      readonly nullable: boolean
    }

/** Sets that Python's Unicode data says, and which code points are equal when case is ignored. */
export interface PatternTables {
  readonly word: CodePointSet
  readonly digit: CodePointSet
  readonly space: CodePointSet
  /** Of a code point those that are equal to it, itself too. */
  readonly fold: ReadonlyMap<number, readonly number[]>
}

export interface Flags {
  ignoreCase: boolean
  multiline: boolean
  dotAll: boolean
  ascii: boolean
}

/** Refuses a pattern that is outside of the subset of spec/text.md. */
export type Refuse = (message: string) => never
