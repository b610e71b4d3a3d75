import type { Dims } from '../kernel.js'
import { matrixDims } from '../matrix.js'
import { bindChannels } from '../pool.js'
import { bindWindows } from '../windows.js'
import { ANY, anyOf, join, type Rule } from './rule.js'

const differ = (x: number, y: number): boolean => x !== y && x !== ANY && y !== ANY

export const matMul: Rule =
  (node) =>
  ([a, b]) => {
    const [left, right] = [matrixDims(node, a!, true), matrixDims(node, b!, false)]
    if (differ(left.at(-1)!, right.at(-2)!)) node.refuse(`[${a!.join(', ')}] and [${b!.join(', ')}] do not multiply`)
    return [
      [
        ...join(node, left.slice(0, -2), right.slice(0, -2)),
        ...(a!.length === 1 ? [] : [left.at(-2)!]),
        ...(b!.length === 1 ? [] : [right.at(-1)!]),
      ],
    ]
  }

export const gemm: Rule = (node) => {
  const [transA, transB] = [node.int('transA', 0) !== 0, node.int('transB', 0) !== 0]
  return ([a, b]) => {
    if (a!.length !== 2 || b!.length !== 2) node.refuse('expected a and b of 2 dimensions')
    const [m, k] = transA ? a!.toReversed() : a!
    const [other, n] = transB ? b!.toReversed() : b!
    if (differ(k!, other!)) node.refuse(`expected a of ${other} columns, got [${a!.join(', ')}]`)
    return [[m!, n!]]
  }
}

export const cDist: Rule =
  () =>
  ([a, b]) => [a!.length === 2 && b!.length === 2 ? [a![0]!, b![0]!] : null]

const isKnown = (sizes: Dims): boolean => sizes.length > 0 && !sizes.includes(ANY)

export const conv: Rule = (node) => {
  const windowsOf = bindWindows(node, true, false)
  return ([x, w]) => {
    const [sizes, kernel] = [x!.slice(2), w!.slice(2)]
    if (x!.length !== w!.length || x!.length < 3) node.refuse(`[${w!.join(', ')}] does not fit [${x!.join(', ')}]`)
    const out = isKnown(sizes) && isKnown(kernel) ? windowsOf(sizes, kernel).out : anyOf(sizes.length)
    return [[x![0]!, w![0]!, ...out]]
  }
}

export const pool: Rule = (node) => {
  const channelsOf = bindChannels(node)
  return ([x]) => {
    const made = isKnown(x!.slice(2)) ? channelsOf(x!).made : x!.map((size, i) => (i < 2 ? size : ANY))
    return [made, made]
  }
}

export const globalPool: Rule =
  () =>
  ([x]) => [x!.map((size, i) => (i < 2 ? size : 1))]

export const recurrent: Rule = (node) => {
  const hidden = node.int('hidden_size')
  const directions = node.text('direction', 'forward') === 'bidirectional' ? 2 : 1
  const batchFirst = node.version >= 14 && node.int('layout', 0) !== 0
  return ([x]) => {
    if (x!.length !== 3) node.refuse(`expected 3 dimensions, got ${x!.length}`)
    const [first, second] = x as [number, number]
    const state = batchFirst ? [first, directions, hidden] : [directions, second, hidden]
    return [batchFirst ? [first, second, directions, hidden] : [first, directions, second, hidden], state, state]
  }
}
