/**
 * Piecewise linear through the points (a[j], b[j]), a ascending, at least one: b[0] below a[0], b[last] from a[last] on, b[j] at the last
 * a[j] that equals x, else the slope first, as NumPy's interp has it. x is not NaN.
 */
export function interpolate(x: number, a: Float64Array, b: Float64Array): number {
  const last = a.length - 1
  if (x < a[0]!) return b[0]!
  if (x >= a[last]!) return b[last]!
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (a[middle]! <= x) low = middle
    else high = middle
  }
  if (a[low] === x) return b[low]!
  return ((b[high]! - b[low]!) / (a[high]! - a[low]!)) * (x - a[low]!) + b[low]!
}
