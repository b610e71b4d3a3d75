/**
 * The B-splines of `degree` that may be other than 0 at x, where knots[at + interval] <= x < knots[at + interval + 1]: `degree + 1` numbers
 * in `values`, by de Boor's recursion, in the order of operations of SciPy. `before` has room for as many.
 */
export function basis(
  x: number,
  knots: Float64Array,
  at: number,
  degree: number,
  values: Float64Array,
  before: Float64Array,
): void {
  values[0] = 1
  for (let j = 1; j <= degree; j++) {
    before.set(values)
    values[0] = 0
    for (let n = 1; n <= j; n++) {
      const right = knots[at + n]!
      const left = knots[at + n - j]!
      if (right === left) {
        values[n] = 0
        continue
      }
      const w = before[n - 1]! / (right - left)
      values[n - 1] = values[n - 1]! + w * (right - x)
      values[n] = w * (x - left)
    }
  }
}
