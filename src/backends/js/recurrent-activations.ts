import { quote } from '../../errors.js'
import { exp } from '../../math/exp.js'
import { log1p } from '../../math/log1p.js'
import { tanh } from '../../math/tanh.js'
import type { NodeContext } from './kernel.js'

type Activation = (x: number) => number
type Round = (x: number) => number
type Make = (alpha: number, beta: number, round: Round) => Activation

/** By lower-case name: the defaults of alpha and beta, null for what the function does not have, and the function. */
const activations: Readonly<Record<string, readonly [alpha: number | null, beta: number | null, make: Make]>> = {
  relu: [null, null, () => (x) => (x < 0 ? 0 : x)],
  tanh: [null, null, (_a, _b, round) => (x) => round(tanh(x))],
  sigmoid: [null, null, (_a, _b, round) => (x) => round(1 / round(1 + round(exp(-x))))],
  affine: [1, 0, (alpha, beta, round) => (x) => round(round(alpha * x) + beta)],
  leakyrelu: [0.01, null, (alpha, _b, round) => (x) => (x < 0 ? round(alpha * x) : x)],
  thresholdedrelu: [1, null, (alpha) => (x) => (x > alpha ? x : 0)],
  scaledtanh: [1, 1, (alpha, beta, round) => (x) => round(alpha * round(tanh(round(beta * x))))],
  hardsigmoid: [0.2, 0.5, (alpha, beta, round) => (x) => Math.min(1, Math.max(0, round(round(alpha * x) + beta)))],
  elu: [1, null, (alpha, _b, round) => (x) => (x < 0 ? round(alpha * round(round(exp(x)) - 1)) : x)],
  softsign: [null, null, (_a, _b, round) => (x) => round(x / round(1 + Math.abs(x)))],
  softplus: [null, null, (_a, _b, round) => (x) => round(log1p(round(exp(x))))],
}

/** ASCII letters in lower case: names of activations are of any. */
function lower(text: string): string {
  return Array.from(text, (c) => (c >= 'A' && c <= 'Z' ? String.fromCharCode(c.charCodeAt(0) + 32) : c)).join('')
}

/**
 * The activations of a recurrent operator, as many as `defaults` for each direction. Each takes the next alpha and beta of the lists, if it has
 * one; where a list has ended it is the default.
 */
export function readActivations(
  node: NodeContext,
  defaults: readonly string[],
  directions: number,
  round: Round,
): Activation[] {
  const names = node.strings('activations') ?? Array.from({ length: directions }, () => defaults).flat()
  const alphas = (node.floats('activation_alpha') ?? []).values()
  const betas = (node.floats('activation_beta') ?? []).values()
  const next = (values: Iterator<number>, fallback: number | null): number => {
    if (fallback === null) return 0
    const { done, value } = values.next()
    return round(done === true ? fallback : value)
  }
  const count = defaults.length * directions
  if (names.length !== count) node.invalid(`expected ${count} activations, got ${names.length}`)
  return names.map((name) => {
    const key = lower(name)
    const found = Object.hasOwn(activations, key) ? activations[key] : undefined
    if (found === undefined) return node.unsupported(`no activation ${quote(name)}`)
    const [alpha, beta, make] = found
    return make(next(alphas, alpha), next(betas, beta), round)
  })
}
