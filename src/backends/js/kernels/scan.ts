import type { Tensor, TensorType, Value } from '../../backend.js'
import { axisOf, integersOf, make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext, Subgraph } from '../kernel.js'
import { stackNone, stackSlices, takeSlice } from '../stack.js'
import { anyType, isTensorType, typeOfInput } from '../types.js'

interface Form {
  readonly body: Subgraph
  readonly states: number
  readonly slices: readonly TensorType[]
  readonly backwards: readonly boolean[]
  readonly axes: readonly number[]
  readonly outBackwards: readonly boolean[]
  readonly outAxes: readonly number[]
}

function readFlags(node: NodeContext, name: string, count: number): boolean[] {
  const given = node.ints(name)
  if (given !== null && given.length !== count) node.invalid(`expected ${count} values in ${name}`)
  return Array.from({ length: count }, (_, i) => (given?.[i] ?? 0) !== 0)
}

function readForm(node: NodeContext, first: number): Form {
  const scanned = node.int('num_scan_inputs')
  const types = node.inputs.slice(first).map((_, i) => typeOfInput(node, first + i, anyType))
  const states = types.length - scanned
  if (!(scanned >= 1 && states >= 0)) node.invalid(`expected 1 to ${types.length} num_scan_inputs, got ${scanned}`)
  const body = node.subgraph('body', types)
  if (!body.types.every(isTensorType) || body.types.slice(0, states).join() !== types.slice(0, states).join()) {
    node.invalid(`expected a body that makes ${types.slice(0, states).join(', ')}, got ${body.types.join(', ')}`)
  }
  const slices = body.types.slice(states) as TensorType[]
  const old = node.version < 9
  const axes = (name: string, count: number): number[] => {
    const given = old ? null : node.ints(name)
    if (given !== null && given.length !== count) node.invalid(`expected ${count} values in ${name}`)
    return Array.from({ length: count }, (_, i) => given?.[i] ?? 0)
  }
  return {
    body,
    states,
    slices,
    backwards: readFlags(node, old ? 'directions' : 'scan_input_directions', scanned),
    axes: axes('scan_input_axes', scanned),
    outBackwards: old ? slices.map(() => false) : readFlags(node, 'scan_output_directions', slices.length),
    outAxes: axes('scan_output_axes', slices.length),
  }
}

/** Runs the body on each slice in turn, of `length` where that is not null. */
function scanOnce(
  node: NodeContext,
  form: Form,
  inputs: readonly Tensor[],
  captured: readonly Value[],
  length: number | null,
): Tensor[] {
  const { body, states, slices, outAxes } = form
  const scanned = inputs.slice(states)
  const axes = scanned.map(({ dims }, i) => axisOf(node, form.axes[i]!, dims.length))
  const count = scanned[0]!.dims[axes[0]!]!
  if (scanned.some(({ dims }, i) => dims[axes[i]!] !== count)) node.refuse('expected sequences of one length')
  const rounds: Tensor[][] = slices.map(() => [])
  const end = length ?? count
  if (end > count) node.refuse(`expected a length of at most ${count}, got ${end}`)
  let state: readonly Value[] = inputs.slice(0, states)
  for (let t = 0; t < end; t++) {
    node.charge(inputs.length)
    const now = scanned.map((x, i) => takeSlice(node, x, axes[i]!, form.backwards[i]! ? end - 1 - t : t))
    const made = body.run([...state, ...now], captured)
    state = made.slice(0, states)
    rounds.forEach((list, j) => list.push(made[states + j] as Tensor))
  }
  const stacked = rounds.map((list, j) => {
    if (list.length === 0) return stackNone(node, slices[j]!, body.dims[states + j]!, outAxes[j]!)
    return stackSlices(node, form.outBackwards[j]! ? list.toReversed() : list, outAxes[j]!)
  })
  return [...(state as Tensor[]), ...stacked]
}

/** `x` with zeros at the end of its first axis, up to `length`. */
function padded(node: NodeContext, { type, dims, data }: Tensor, length: number): Tensor {
  if (dims[0] === length) return tensorOf(type, dims, data)
  const made = [length, ...dims.slice(1)]
  const out = make(node, type, made) as { [index: number]: unknown }
  for (let i = 0; i < data.length; i++) out[i] = data[i]
  return tensorOf(type, made, out as never)
}

/** Version 8: input 0 is the lengths, and axis 0 of the others the batch. */
function bindBatched(node: NodeContext): Bound {
  const lengths = (node.inputs[0] ?? null) !== null
  if (lengths) typeOfInput(node, 0, ['int64'])
  const form = readForm(node, 1)
  const own = node.inputs.length
  return {
    types: form.body.types,
    run(inputs): readonly Value[] {
      const given = inputs.slice(1, own)
      const captured = inputs.slice(own)
      const batch = given[0]!.dims[0] ?? 0
      if (given.some(({ dims }) => dims.length < 1 || dims[0] !== batch) || batch === 0) {
        node.refuse('expected inputs of one batch, which is not empty')
      }
      const ends = lengths ? integersOf(inputs[0]!) : null
      if (ends !== null && (ends.length !== batch || ends.some((end) => end < 0))) {
        node.refuse(`expected ${batch} lengths of at least 0`)
      }
      const results = Array.from({ length: node.count([batch]) }, (_, b) => {
        const one = given.map((x) => takeSlice(node, x, 0, b))
        return scanOnce(node, form, one, captured, ends === null ? null : ends[b]!)
      })
      const longest = given[form.states]!.dims[1] ?? 0
      return form.body.types.map((_, j) => {
        const parts = results.map((result) => result[j]!)
        return stackSlices(node, j < form.states ? parts : parts.map((part) => padded(node, part, longest)), 0)
      })
    },
  }
}

/** A graph that goes along sequences: what it carries goes from slice to slice, what else it makes is stacked. */
function bind(node: NodeContext): Bound {
  if (node.version < 9) return bindBatched(node)
  const form = readForm(node, 0)
  const own = node.inputs.length
  return {
    types: form.body.types,
    run: (inputs): readonly Value[] => scanOnce(node, form, inputs.slice(0, own), inputs.slice(own), null),
  }
}

export const scan: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Scan',
  since: 8,
  inputs: [0, Infinity],
  bind,
})
