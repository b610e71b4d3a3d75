import type { JsonValue } from '../json/canonical.js'

/** `v` is used instead. */
export interface Replacement<V> {
  readonly value: V
}
type Refusable<V> = 'error' | 'missing' | Replacement<V>
type Keepable<V> = Refusable<V> | 'keep'
type Clippable<V> = Keepable<V> | 'clip'

/** A bound is part of the range unless it is open; null is no bound. */
export interface Range {
  readonly min: number | null
  readonly max: number | null
  readonly min_open: boolean
  readonly max_open: boolean
}

/** A count of characters or of members. */
export interface Length {
  readonly min: number
  readonly max: number | null
}

/** Documentation and name, of inputs and outputs. */
export interface Described {
  readonly name: string
  readonly description: string | null
  readonly unit: string | null
}

interface AnyInput<E> extends Described {
  readonly owner: string | null
  readonly example: E | null
  /** Texts that mean missing where a record comes from text. */
  readonly missing_text: readonly string[]
}

/** What every policy has: the value as a whole. */
interface Whole<V> {
  readonly absent: Refusable<V>
  readonly null: Refusable<V>
  readonly wrong_type: Refusable<V>
}

interface FloatPolicy {
  readonly nan: Keepable<number>
  readonly infinite: Keepable<number>
  readonly beyond_float32: Keepable<number>
  readonly out_of_range: Clippable<number>
}

type Example = string | number | boolean

export interface FloatInput<T extends 'float64' | 'float32' = 'float64' | 'float32'> extends AnyInput<Example> {
  readonly type: T
  readonly range: Range | null
  readonly policy: Whole<number> & FloatPolicy
}

export interface Int64Input extends AnyInput<Example> {
  readonly type: 'int64'
  readonly range: Range | null
  readonly policy: Whole<number> & { readonly nan: Keepable<number>; readonly out_of_range: Clippable<number> }
}

export interface BoolInput extends AnyInput<Example> {
  readonly type: 'bool'
  readonly policy: Whole<boolean>
}

export interface StringInput extends AnyInput<Example> {
  readonly type: 'string'
  readonly categories: readonly string[] | null
  /** In code points. */
  readonly length: Length | null
  readonly format: string | null
  readonly policy: Whole<string> & {
    readonly empty: Keepable<string>
    readonly unseen_category: Keepable<string>
    readonly wrong_length: Keepable<string>
  }
}

/** Numbers of a datetime are integral microseconds from 1970-01-01T00:00. */
export interface DatetimeInput extends AnyInput<Example> {
  readonly type: 'datetime'
  /** True for an instant, false for what a clock shows. */
  readonly zoned: boolean
  readonly encoding: 'text' | 'seconds' | 'milliseconds' | 'microseconds'
  readonly range: Range | null
  readonly policy: Whole<number> & {
    readonly nan: Refusable<number>
    readonly empty: Refusable<number>
    readonly out_of_range: Clippable<number>
  }
}

export interface NumberListInput extends AnyInput<JsonValue> {
  readonly type: 'number_list'
  readonly items: 'float64' | 'float32'
  readonly size: number
  readonly range: Range | null
  readonly policy: Whole<readonly number[]> & FloatPolicy & { readonly wrong_length: Refusable<readonly number[]> }
}

export interface StringListInput extends AnyInput<JsonValue> {
  readonly type: 'string_list'
  readonly categories: readonly string[] | null
  /** A count of items. */
  readonly length: Length | null
  readonly policy: Whole<readonly string[]> & {
    readonly wrong_length: Refusable<readonly string[]>
    readonly unseen_category: Keepable<string>
  }
}

/** What maps have: their keys are cells. */
interface AnyMapInput extends AnyInput<JsonValue> {
  readonly keys: readonly string[]
}

/** A replacement of the whole has the values of `keys`. */
interface MapPolicy<V> extends Whole<readonly V[]> {
  readonly absent_key: Refusable<V>
  readonly unseen_key: 'error' | 'missing'
}

export interface NumberMapInput extends AnyMapInput {
  readonly type: 'number_map'
  readonly items: 'float64' | 'float32'
  readonly range: Range | null
  readonly policy: MapPolicy<number> & FloatPolicy
}

export interface StringMapInput extends AnyMapInput {
  readonly type: 'string_map'
  readonly policy: MapPolicy<string>
}

/** Inputs of one cell. */
export type ScalarInput =
  FloatInput<'float64'> | FloatInput<'float32'> | Int64Input | BoolInput | StringInput | DatetimeInput

export type Input = ScalarInput | NumberListInput | StringListInput | NumberMapInput | StringMapInput
export type InputTypeName = Input['type']

/** Inputs whose numbers are compared with a range. */
export type RangedInput = Extract<Input, { range: unknown }>
