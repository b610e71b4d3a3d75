type List<T> = readonly T[]

type NumberList =
  | List<number>
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array

/** A tensor of the bundle by its name. */
export interface TensorReference {
  readonly $tensor: string
}

/** A string list of the bundle by its name. */
export interface StringsReference {
  readonly $strings: string
}

/** Numbers with one axis, inline or by name. */
export type Numbers = NumberList | TensorReference

/** Numbers with two axes, row by row. */
export type Matrix = List<NumberList> | TensorReference

/** Numbers with three axes, row by row. */
export type Cube = List<List<NumberList>> | TensorReference

export type Strings<T extends string | null> = List<T> | StringsReference

/** Strings (missing: null) or numbers (missing: NaN), never both. */
export type Values = Strings<string | null> | Numbers

/** A call of an op in a graph. */
export interface OpNode<Op extends string, Version extends number, Inputs extends List<string>, Attrs> {
  readonly id: string
  readonly op: Op
  readonly version: Version
  readonly inputs: Inputs
  readonly attrs: Attrs
}
