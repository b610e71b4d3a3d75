/** The mean of `count` elements from `start` on, and 1 / sqrt(variance + epsilon): sums in order, each operation rounded. */
export function momentsOf(
  x: Float64Array,
  start: number,
  count: number,
  epsilon: number,
  round: (x: number) => number,
): readonly [mean: number, inverse: number] {
  let sum = 0
  for (let i = start; i < start + count; i++) sum = round(sum + x[i]!)
  const mean = round(sum / count)
  let squares = 0
  for (let i = start; i < start + count; i++) {
    const difference = round(x[i]! - mean)
    squares = round(squares + round(difference * difference))
  }
  return [mean, round(1 / round(Math.sqrt(round(round(squares / count) + epsilon))))]
}
