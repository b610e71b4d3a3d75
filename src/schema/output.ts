import type { Described } from './input.js'

export type OutputType = 'float64' | 'float32' | 'int64' | 'bool' | 'string'

/** Cells under one name, such as the classes of one target. */
export interface KeyGroup {
  readonly name: string
  readonly keys: readonly string[]
}

interface AnyOutput extends Described {
  readonly type: OutputType
  readonly meaning: 'label' | 'probabilities' | 'value' | 'std' | 'decision' | 'score' | 'cluster' | 'features'
}

/** One key per cell with the forms `object` and `groups`. */
export type Output = AnyOutput &
  (
    | { readonly form: 'value'; readonly keys: null }
    | { readonly form: 'list'; readonly keys: null }
    | { readonly form: 'object'; readonly keys: readonly string[] }
    | { readonly form: 'groups'; readonly keys: readonly KeyGroup[] }
  )

/** The keys that lead to each cell of a record's output, in order; null for a list, which has no keys. */
export function cellPaths({ form, keys }: Output): readonly (readonly string[])[] | null {
  if (form === 'value') return [[]]
  if (form === 'object') return keys.map((key) => [key])
  return form === 'groups' ? keys.flatMap((one) => one.keys.map((key) => [one.name, key])) : null
}
