import { quote } from '../../errors.js'
import type { Tensor } from '../backend.js'
import { MAX_RANK, sizeOf, stridesOf } from './dims.js'
import type { NodeContext } from './kernel.js'

/** One label a letter; `...` stands for as many axes as the other labels leave. */
type Term = readonly string[]

export interface Equation {
  readonly terms: readonly Term[]
  readonly result: Term
}

/** Where the elements are that belong together: `at` has a place in each operand, `next` moves to the next. */
export interface Addresses {
  readonly dims: readonly number[]
  /** Elements of the result, and how many products each is the sum of; they follow one another. */
  readonly count: number
  readonly inner: number
  readonly at: Readonly<Float64Array>
  next(): void
}

const ELLIPSIS = '...'

const isLetter = (c: string): boolean => (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')

/** Reads an equation as `ij,jk->ik`. Without an arrow the result has the axes of the ellipsis, then labels that occur once, in order. */
export function parseEquation(node: NodeContext, text: string, operands: number): Equation {
  const refuse = (): never => node.invalid(`no equation for ${operands} inputs: ${quote(text)}`)
  const parseTerm = (part: string): Term => {
    const labels: string[] = []
    for (let i = 0; i < part.length; i++) {
      if (part.startsWith(ELLIPSIS, i) && !labels.includes(ELLIPSIS)) {
        labels.push(ELLIPSIS)
        i += 2
      } else if (isLetter(part[i]!)) labels.push(part[i]!)
      else refuse()
    }
    return labels
  }
  const [left, right, ...rest] = text.split(' ').join('').split('->')
  const terms = left!.split(',').map(parseTerm)
  if (rest.length > 0 || terms.length !== operands) refuse()
  const all = terms.flat()
  const result = right === undefined ? implied(all) : parseTerm(right)
  if (new Set(result).size !== result.length || result.some((label) => label !== ELLIPSIS && !all.includes(label))) {
    refuse()
  }
  return { terms, result }
}

function implied(all: Term): Term {
  const counts = new Map<string, number>()
  for (const label of all) counts.set(label, (counts.get(label) ?? 0) + 1)
  const once = [...counts.keys()].filter((label) => label !== ELLIPSIS && counts.get(label) === 1)
  // By code unit: capitals first.
  once.sort((a, b) => (a < b ? -1 : 1))
  return all.includes(ELLIPSIS) ? [ELLIPSIS, ...once] : once
}

/** Each axis by its label; those of the ellipsis are numbered from the last. */
function labelAxes(node: NodeContext, term: Term, rank: number): readonly string[] {
  const free = rank - (term.length - +term.includes(ELLIPSIS))
  if (free < 0 || (free > 0 && !term.includes(ELLIPSIS))) {
    node.refuse(`expected ${term.length} dimensions, got ${rank}`)
  }
  return term.flatMap((label) => (label === ELLIPSIS ? Array.from({ length: free }, (_, i) => `${free - i}`) : [label]))
}

/** Goes over the labels of the result, then over the others as they first occur, the last fastest. An axis of 1 is repeated. */
export function addressesOf(node: NodeContext, { terms, result }: Equation, inputs: readonly Tensor[]): Addresses {
  const axes = inputs.map(({ dims }, i) => labelAxes(node, terms[i]!, dims.length))
  const sizes = new Map<string, number>()
  inputs.forEach(({ dims }, i) => {
    axes[i]!.forEach((label, d) => {
      const [old, size] = [sizes.get(label) ?? 1, dims[d]!]
      if (old !== size && old !== 1 && size !== 1) node.refuse(`expected ${old} for label ${label}, got ${size}`)
      sizes.set(label, old === 1 ? size : old)
    })
  })
  const shared = [...sizes.keys()].filter((label) => !isLetter(label)).sort((a, b) => Number(b) - Number(a))
  const outer = result.flatMap((label) => (label === ELLIPSIS ? shared : [label]))
  const summed = [...sizes.keys()].filter((label) => !outer.includes(label))
  const labels = [...outer, ...summed]
  if (labels.length > 2 * MAX_RANK) node.refuse(`expected at most ${2 * MAX_RANK} labels, got ${labels.length}`)
  const bounds = labels.map((label) => sizes.get(label)!)
  const steps = inputs.map(({ dims }, i) => {
    const strides = stridesOf(dims)
    return labels.map((label) =>
      axes[i]!.reduce((sum, own, d) => sum + (own === label && dims[d] !== 1 ? strides[d]! : 0), 0),
    )
  })
  const dims = bounds.slice(0, outer.length)
  const at = new Float64Array(inputs.length)
  return { dims, count: sizeOf(dims), inner: sizeOf(bounds, outer.length), at, next: odometer(bounds, steps, at) }
}

function odometer(bounds: readonly number[], steps: readonly (readonly number[])[], at: Float64Array): () => void {
  const index = new Float64Array(bounds.length)
  return () => {
    for (let d = bounds.length - 1; d >= 0; d--) {
      const wraps = ++index[d]! === bounds[d]
      for (let o = 0; o < at.length; o++) at[o]! += wraps ? steps[o]![d]! * (1 - bounds[d]!) : steps[o]![d]!
      if (!wraps) return
      index[d] = 0
    }
  }
}
