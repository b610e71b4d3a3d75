import { choice, type Shape } from '../json/shape.js'

/** The attribute `dtype` that every op with arithmetic has. */
export const dtype: Shape & { readonly type: 'choice'; readonly choices: readonly ('float64' | 'float32')[] } =
  /* @__PURE__ */ choice('float64', 'float32')

/** Rounds one operation's result to the type that the arithmetic is in. */
export function rounding(type: 'float64' | 'float32'): (x: number) => number {
  return type === 'float32' ? Math.fround : identity
}

/** The numbers of an attribute, rounded to the type that the arithmetic is in. */
export function rounded(numbers: Float64Array, type: 'float64' | 'float32'): Float64Array {
  return type === 'float32' ? numbers.map(Math.fround) : numbers
}

function identity(x: number): number {
  return x
}
