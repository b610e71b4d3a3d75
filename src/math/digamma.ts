import { log } from './log.js'

const euler = 0.5772156649015329

/**
 * The digamma function of a number of at least 0, in the operations of Bernardo's algorithm AS 103 (Applied Statistics 25, 1976):
 *
 *     x <= 1e-6:  -euler - 1 / x
 *     else:       s = 0; while x < 6: s = s - 1 / x, x = x + 1
 *                 r = 1 / x, q = r * r
 *                 (s + (log(x) - 0.5 * r)) - q * (1/12 - q * (1/120 - q * (1/252)))
 *
 * It is made for speed: the series ends early. What is to answer as scikit-learn's topics do has to be off by as much.
 */
export function digamma(x: number): number {
  if (x <= 1e-6) return -euler - 1 / x
  let sum = 0
  for (; x < 6; x++) sum -= 1 / x
  const r = 1 / x
  const q = r * r
  return sum + (log(x) - 0.5 * r) - q * (1 / 12 - q * (1 / 120 - q * (1 / 252)))
}
