import { decodeNumbers, decodeStrings, decodeValues, requireDistinct } from './arrays.js'
import type { JsonValue } from './canonical.js'
import { refuse, type Context } from './context.js'

interface Text {
  readonly type: 'text'
  readonly min: number
}
interface Integer {
  readonly type: 'integer'
  readonly min: number
  readonly max: number
}
interface Num<F> {
  readonly type: 'number'
  readonly nonFinite: F
}
interface Bool {
  readonly type: 'bool'
}
interface Choice<C> {
  readonly type: 'choice'
  readonly choices: readonly C[]
}
interface Scalar {
  readonly type: 'scalar'
}
interface Nothing {
  readonly type: 'nothing'
}
interface Json {
  readonly type: 'json'
}
interface Nullable<S> {
  readonly type: 'nullable'
  readonly of: S
}
interface List<S> {
  readonly type: 'list'
  readonly of: S
  readonly min: number
}
interface Dictionary<S> {
  readonly type: 'dictionary'
  readonly of: S
}
interface Fields<F> {
  readonly type: 'fields'
  readonly fields: F
}
interface Either<A, B> {
  readonly type: 'either'
  readonly plain: A
  readonly object: B
}
interface Variant<C> {
  readonly type: 'variant'
  readonly by: string | null
  readonly cases: C
}
/** What brings its own `decode`: the rest of the library has none of it where no such shape is used. */
interface Own {
  readonly decode: (value: JsonValue, at: string, context: Context) => unknown
}
interface Numbers<S> extends Own {
  readonly type: 'numbers'
  readonly shape: S
  readonly nonFinite: boolean
}
interface Strings<N> extends Own {
  readonly type: 'strings'
  readonly nulls: N
  readonly min: number
}
interface Values extends Own {
  readonly type: 'values'
  readonly distinct: boolean
}

/** The form of a JSON value, as data: one object gives the TypeScript type, the check and the JSON Schema. */
export type Shape =
  | Text
  | Integer
  | Num<boolean>
  | Bool
  | Choice<string>
  | Scalar
  | Nothing
  | Json
  | Nullable<unknown>
  | List<unknown>
  | Dictionary<unknown>
  | Fields<Readonly<Record<string, unknown>>>
  | Either<unknown, unknown>
  | Variant<Readonly<Record<string, unknown>>>
  | Numbers<readonly string[]>
  | Strings<boolean>
  | Values

/** What `decode` makes of a value of the shape. */
export type Decoded<S> = S extends Text
  ? string
  : S extends Choice<infer C>
    ? C
    : S extends Nullable<infer T>
      ? Decoded<T> | null
      : S extends List<infer T>
        ? readonly Decoded<T>[]
        : S extends Dictionary<infer T>
          ? ReadonlyMap<string, Decoded<T>>
          : S extends Fields<infer F>
            ? { readonly [K in keyof F]: Decoded<F[K]> }
            : S extends Either<infer A, infer B>
              ? Decoded<A> | Decoded<B>
              : S extends Variant<infer C>
                ? Decoded<C[keyof C]>
                : DecodedLeaf<S>

type DecodedLeaf<S> = S extends Integer | Num<boolean>
  ? number
  : S extends Bool
    ? boolean
    : S extends Scalar
      ? string | number | boolean
      : S extends Nothing
        ? null
        : S extends Numbers<unknown>
          ? Float64Array
          : S extends Strings<infer N>
            ? readonly (N extends true ? string | null : string)[]
            : S extends Values
              ? CategoryList
              : S extends Json
                ? JsonValue
                : unknown

/** Strings (missing: null) or numbers (missing: NaN), never both. */
export type CategoryList = readonly (string | null)[] | readonly number[]

/** A string of at least `min` UTF-16 units. */
/* @__NO_SIDE_EFFECTS__ */ export function text(min: number = 0): Text {
  return { type: 'text', min }
}

/* @__NO_SIDE_EFFECTS__ */ export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER): Integer {
  return { type: 'integer', min, max }
}

/** A finite number; with `nonFinite` also NaN, infinities and -0, which JSON says as `{ "$number": "NaN" }`. */
/* @__NO_SIDE_EFFECTS__ */ export function number({ nonFinite = false }: { nonFinite?: boolean } = {}): Num<boolean> {
  return { type: 'number', nonFinite }
}

export const bool: Bool = { type: 'bool' }

/** A string, number (tagged where JSON can't say it) or boolean. */
export const scalar: Scalar = { type: 'scalar' }

/** null and nothing else. */
export const nothing: Nothing = { type: 'nothing' }

/** Any JSON value: documentation that nothing computes with. */
export const json: Json = { type: 'json' }

/* @__NO_SIDE_EFFECTS__ */ export function choice<const C extends string>(...choices: readonly C[]): Choice<C> {
  return { type: 'choice', choices }
}

/* @__NO_SIDE_EFFECTS__ */ export function nullable<const S extends Shape>(of: S): Nullable<S> {
  return { type: 'nullable', of }
}

/* @__NO_SIDE_EFFECTS__ */ export function list<const S extends Shape>(of: S, min: number = 0): List<S> {
  return { type: 'list', of, min }
}

/** An object whose keys are data: decoded to a Map. */
/* @__NO_SIDE_EFFECTS__ */ export function dictionary<const S extends Shape>(of: S): Dictionary<S> {
  return { type: 'dictionary', of }
}

/** An object with exactly these keys: none is optional, none has a default. */
/* @__NO_SIDE_EFFECTS__ */ export function fields<const F extends Readonly<Record<string, Shape>>>(of: F): Fields<F> {
  return { type: 'fields', fields: of }
}

/** `object` for JSON objects, `plain` for everything else. */
/* @__NO_SIDE_EFFECTS__ */ export function either<const A extends Shape, const B extends Shape>(
  plain: A,
  object: B,
): Either<A, B> {
  return { type: 'either', plain, object }
}

/** One of several objects: told apart by the value of the key `by`, or, where `by` is null, by which case's name is a key. */
/* @__NO_SIDE_EFFECTS__ */ export function variant<const C extends Readonly<Record<string, Shape>>>(
  by: string | null,
  cases: C,
): Variant<C> {
  return { type: 'variant', by, cases }
}

/**
 * Row-major numbers of a rank of at least 1, one width name per axis: nested arrays, or `{ "$tensor": NAME }` in
 * tensors.safetensors. The same name is the same width everywhere in one node.
 */
/* @__NO_SIDE_EFFECTS__ */ export function numbers<const S extends readonly string[]>(
  shape: S,
  { nonFinite = false }: { nonFinite?: boolean } = {},
): Numbers<S> {
  return {
    type: 'numbers',
    shape,
    nonFinite,
    decode: (value, at, context) => decodeNumbers(shape, nonFinite, value, at, context),
  }
}

/** Distinct strings, inline or `{ "$strings": NAME }` in strings.json; with `nulls`, null may be one of them. */
/* @__NO_SIDE_EFFECTS__ */ export function strings<const N extends boolean = false>({
  nulls = false as N,
  min = 1,
}: { nulls?: N; min?: number } = {}): Strings<N> {
  return {
    type: 'strings',
    nulls,
    min,
    decode(value, at, context) {
      const items = decodeStrings(value, nulls, at, context)
      if (items.length < min) refuse(context, `at least ${min} strings`, items, at)
      requireDistinct(items, at, context)
      return items
    },
  }
}

/**
 * A list of strings or nulls, or a list of numbers: inline, `{ "$strings": NAME }` or `{ "$tensor": NAME }`. With
 * `distinct` no two are equal (NaN equals NaN, -0 equals 0).
 */
/* @__NO_SIDE_EFFECTS__ */ export function values({ distinct = true }: { distinct?: boolean } = {}): Values {
  return {
    type: 'values',
    distinct,
    decode(value, at, context) {
      const items = decodeValues(value, at, context)
      if (distinct) requireDistinct(items, at, context)
      return items
    },
  }
}
