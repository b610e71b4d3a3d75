/*
 * Double-double arithmetic: a number is an unevaluated sum high + low with |low| at most half a unit in the last
 * place of high (Dekker 1971; Joldes, Muller and Popescu 2017). Each operation returns the high part and leaves the
 * low part where `low()` reads it, until the next operation.
 */
const register = /* @__PURE__ */ new Float64Array(1)

/** The low part of the last result. */
export function low(): number {
  return register[0]!
}

/** a + b, exactly. */
export function twoSum(a: number, b: number): number {
  const sum = a + b
  const virtual = sum - a
  register[0] = a - (sum - virtual) + (b - virtual)
  return sum
}

/** a * b, exactly, for factors below 2^995 and a product above 2^-960. */
export function twoProduct(a: number, b: number): number {
  const product = a * b
  const splitA = 134217729 * a
  const splitB = 134217729 * b
  const headA = splitA - (splitA - a)
  const headB = splitB - (splitB - b)
  const tailA = a - headA
  const tailB = b - headB
  register[0] = headA * headB - product + headA * tailB + tailA * headB + tailA * tailB
  return product
}

/** A sum, within 2^-104 of itself where the terms don't cancel. */
export function add(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const high = twoSum(aHigh, bHigh)
  const highLow = register[0]!
  const tail = twoSum(aLow, bLow)
  const tailLow = register[0]!
  const first = highLow + tail
  const sum = high + first
  const rest = first - (sum - high) + tailLow
  const result = sum + rest
  register[0] = rest - (result - sum)
  return result
}

/** A product, within 2^-102 of itself. */
export function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const product = twoProduct(aHigh, bHigh)
  const rest = register[0]! + (aHigh * bLow + aLow * bHigh)
  const result = product + rest
  register[0] = rest - (result - product)
  return result
}

/** A quotient, within 2^-100 of itself. */
export function divide(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const quotient = aHigh / bHigh
  const product = twoProduct(quotient, bHigh)
  const rest = (aHigh - product - register[0]! + (aLow - quotient * bLow)) / bHigh
  const result = quotient + rest
  register[0] = rest - (result - quotient)
  return result
}

/** sqrt(1 - x^2), within 2^-100 of itself, for |x| <= 1. */
export function circleOrdinate(x: number): number {
  const square = twoProduct(x, x)
  const difference = 1 - square
  const tail = 1 - difference - square - register[0]!
  const high = difference + tail
  const rest = tail - (high - difference)
  const root = Math.sqrt(high)
  if (root === 0) {
    register[0] = 0
    return 0
  }
  const product = twoProduct(root, root)
  const correction = (high - product - register[0]! + rest) / (2 * root)
  const result = root + correction
  register[0] = correction - (result - root)
  return result
}
