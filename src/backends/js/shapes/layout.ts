import { bindAxes } from '../axes.js'
import { axisOf, integersOf, MAX_RANK } from '../dims.js'
import { rangeOf } from '../kernels/slice.js'
import type { Dims, NodeContext } from '../kernel.js'
import { hasInput } from '../types.js'
import { ANY, anyOf, join, productOf, valuesOf, type Rule } from './rule.js'

/** Dims with one of them replaced by others. */
const replaced = (dims: Dims, axis: number, ...others: readonly number[]): Dims => [
  ...dims.slice(0, axis),
  ...others,
  ...dims.slice(axis + 1),
]

const without = (dims: Dims, index: number): Dims => dims.filter((_, i) => i !== index)

/** Every size that is not known is any, but for one that is left over where the others cancel. */
export const reshape: Rule = (node) => {
  const wanted = valuesOf(node, 1)
  const allowZero = node.version >= 14 && node.int('allowzero', 0) !== 0
  return ([x, shape]) => {
    if (wanted === null) return [shape![0]! >= 0 && shape![0]! <= MAX_RANK ? anyOf(shape![0]!) : null]
    const made = wanted.map((size, i) => (size === 0 && !allowZero ? (x![i] ?? -2) : size))
    const free = wanted.indexOf(ANY)
    const rest = free < 0 ? made : without(made, free)
    const open = (dims: Dims): Dims => dims.filter((size) => size === ANY)
    const known = (dims: Dims): number => productOf(dims.filter((size) => size !== ANY))
    const fits = (whole: number): boolean => whole >= 0 && whole % 1 === 0
    const left = known(x!) / known(rest)
    if (
      rest.some((size) => size < ANY) ||
      (open(x!).length === 0 && !(free < 0 ? left === 1 || left !== left : fits(left)))
    ) {
      node.refuse(`expected [${x!.join(', ')}] to reshape to [${wanted.join(', ')}]`)
    }
    if (free >= 0) made[free] = open(x!).length === open(rest).length && fits(left) ? left : ANY
    return [made]
  }
}

export const flatten: Rule = (node) => {
  const wanted = node.int('axis', 1)
  return ([x]) => {
    const axis = wanted === x!.length ? wanted : axisOf(node, wanted, x!.length)
    return [[productOf(x!, 0, axis), productOf(x!, axis)]]
  }
}

export const transpose: Rule = (node) => {
  const perm = node.ints('perm')
  return ([x]) => {
    if (perm !== null && perm.length !== x!.length) node.refuse(`expected ${perm.length} dimensions, got ${x!.length}`)
    return [perm === null ? x!.toReversed() : Array.from(perm, (axis) => x![axis]!)]
  }
}

/** The axes of a node that has them as an attribute or, from a version on, as input 1: null where that is not known. */
function axesOf(node: NodeContext): ((rank: number) => readonly number[] | null) | null {
  const value = node.inputs[1]?.value
  if (value === null) return null
  const read = bindAxes(node)
  return (rank) => read(value, rank)
}

export const squeeze: Rule = (node) => {
  const read = axesOf(node)
  return ([x]) => {
    if (read === null) return [null]
    const axes = read(x!.length)
    if (axes === null) return [x!.includes(ANY) ? null : x!.filter((size) => size !== 1)]
    if (axes.some((axis) => x![axis]! !== 1 && x![axis] !== ANY)) {
      node.refuse(`expected axes of size 1 in [${x!.join(', ')}]`)
    }
    return [x!.filter((_, i) => !axes.includes(i))]
  }
}

export const unsqueeze: Rule = (node) => {
  const read = axesOf(node)
  const count = node.inputs[1]?.value?.data.length ?? node.ints('axes')?.length
  return ([x]) => {
    const rank = x!.length + (count ?? 0)
    if (read === null || rank > MAX_RANK) return [null]
    const axes = read(rank)!
    let next = 0
    return [Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : x![next++]!))]
  }
}

export const concat: Rule = (node) => {
  const wanted = node.int('axis')
  return (inputs) => {
    const first = inputs[0]!
    const axis = axisOf(node, wanted, first.length)
    const made = first.slice()
    for (const dims of inputs.slice(1)) {
      if (dims.length !== first.length) node.refuse(`[${first.join(', ')}] and [${dims.join(', ')}] do not join`)
      dims.forEach((size, i) => {
        const old = made[i]!
        const known = old !== ANY && size !== ANY
        if (i === axis) made[i] = known ? old + size : ANY
        else if (known && old !== size) {
          node.refuse(`[${first.join(', ')}] and [${dims.join(', ')}] do not join at axis ${axis}`)
        } else made[i] = Math.max(old, size)
      })
    }
    return [made]
  }
}

export const gather: Rule = (node) => {
  const wanted = node.int('axis', 0)
  return ([x, indices]) => [replaced(x!, axisOf(node, wanted, x!.length), ...indices!)]
}

export const gatherElements: Rule =
  () =>
  ([, indices]) => [indices!]

export const slice: Rule = (node) => {
  const before = node.version < 10
  const list = (name: string, index: number): number[] | null =>
    before ? integersOf({ data: node.longs(name) ?? new BigInt64Array(0) }) : valuesOf(node, index)
  const [from, to] = [list('starts', 1), list('ends', 2)]
  const given = before ? node.has('axes') : hasInput(node, 3)
  const axes = given ? list('axes', 3) : (from?.map((_, i) => i) ?? null)
  const steps = before || !hasInput(node, 4) ? (from?.map(() => 1) ?? null) : valuesOf(node, 4)
  return ([x]) => {
    if (axes === null) return [anyOf(x!.length)]
    const made = x!.slice()
    axes.forEach((wanted, i) => {
      const axis = axisOf(node, wanted, made.length)
      const known = made[axis] !== ANY && from !== null && to !== null && steps !== null
      made[axis] = known ? rangeOf(node, made[axis]!, from[i]!, to[i]!, steps[i]!).count : ANY
    })
    return [made]
  }
}

export const split: Rule = (node) => {
  const wanted = node.int('axis', 0)
  const parts = node.outputs
  const attribute = node.version < 13 ? node.ints('split') : null
  const given = attribute !== null || (node.version >= 13 && hasInput(node, 1))
  const sizes = attribute === null ? valuesOf(node, 1) : Array.from(attribute)
  return ([x]) => {
    const axis = axisOf(node, wanted, x!.length)
    const size = x![axis]!
    const each = Math.ceil(size / parts)
    const part = (i: number): number => (size === ANY ? ANY : Math.max(0, Math.min(each, size - i * each)))
    return Array.from({ length: parts }, (_, i) => replaced(x!, axis, given ? (sizes?.[i] ?? ANY) : part(i)))
  }
}

export const tile: Rule = (node) => {
  const times = valuesOf(node, 1)
  return ([x]) => [x!.map((size, i) => (times === null ? ANY : productOf([size, times[i] ?? ANY])))]
}

export const expand: Rule = (node) => {
  const shape = valuesOf(node, 1)
  return ([x]) => [shape === null ? null : join(node, x!, shape)]
}

export const topK: Rule = (node) => {
  const wanted = node.int('axis', -1)
  const k = node.version < 10 ? node.int('k') : (valuesOf(node, 1)?.[0] ?? ANY)
  return ([x]) => {
    const made = replaced(x!, axisOf(node, wanted, x!.length), k)
    return [made, made]
  }
}

export const oneHot: Rule = (node) => {
  const wanted = node.int('axis', -1)
  const depth = node.inputs[1]?.value ? Math.trunc(Number(node.inputs[1].value.data[0])) : ANY
  return ([x]) => {
    const axis = axisOf(node, wanted, x!.length + 1)
    return [[...x!.slice(0, axis), Math.max(ANY, depth), ...x!.slice(axis)]]
  }
}

/** The axes that a reduction goes over, by place; null where they are not known. */
export const reduced =
  (since: number): Rule =>
  (node) => {
    const keep = node.int('keepdims', 1) !== 0
    const keepAll = node.version >= since && node.int('noop_with_empty_axes', 0) !== 0
    const attribute = node.version < since ? node.ints('axes') : null
    const given = node.version >= since && hasInput(node, 1)
    const axes = given ? valuesOf(node, 1) : Array.from(attribute ?? [])
    return ([x]) => {
      if (axes === null) return [keep ? anyOf(x!.length) : null]
      const found = axes.map((axis) => axisOf(node, axis, x!.length))
      const gone = x!.map((_, i) => found.includes(i) || (axes.length === 0 && !keepAll))
      return [keep ? x!.map((size, i) => (gone[i] ? 1 : size)) : x!.filter((_, i) => !gone[i])]
    }
  }

export const argExtreme: Rule = (node) => {
  const wanted = node.int('axis', 0)
  const keep = node.int('keepdims', 1) !== 0
  return ([x]) => {
    const axis = axisOf(node, wanted, x!.length)
    return [keep ? replaced(x!, axis, 1) : without(x!, axis)]
  }
}
