import { BundleError, pointer, quote } from '../../errors.js'
import type { Limits } from '../../limits.js'
import type { Graph, Node, OnnxModel, ValueInfo } from '../../onnx/model.js'
import { readTensor } from '../../onnx/tensor.js'
import type { Port, Tensor, TensorType } from '../backend.js'
import { chargeInputs, chargeNodes, openBudget, type Budget } from './budget.js'
import { bindNode } from './context.js'
import type { Bound, Kernel, Known, ValueType } from './kernel.js'

/** The newest opset versions that the kernels were checked against; a newer one may mean something else. */
const newest = new Map([
  ['', 28],
  ['ai.onnx.ml', 5],
])

export interface Step {
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly run: Bound['run']
  readonly runSparse: Bound['runSparse'] | undefined
  readonly at: string
  /** Slots that nothing needs after this step. */
  readonly release: readonly number[]
}

type Draft = Omit<Step, 'release'> & { readonly keepsSparse: boolean }

/** A model ready to run. Values live in slots, which begin as a copy of `constants`. */
export interface Plan {
  readonly constants: readonly (Tensor | null)[]
  readonly inputs: readonly (Port & { readonly slot: number; readonly type: TensorType })[]
  readonly outputs: readonly (Port & { readonly slot: number })[]
  readonly steps: readonly Step[]
  /** The elements of every constant. */
  readonly owned: ReadonlySet<unknown>
  readonly budget: Budget
  /** Names of the inputs that may be fed sparse. */
  readonly sparse: readonly string[]
}

/** Nodes that the outputs depend on. */
function liveNodes({ nodes, outputs }: Graph): readonly Node[] {
  const needed = new Set(outputs.map(({ name }) => name))
  const live: Node[] = []
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!
    if (!node.outputs.some((name) => name !== '' && needed.has(name))) continue
    for (const name of node.inputs) needed.add(name)
    live.push(node)
  }
  return live.reverse()
}

function findKernel(kernels: readonly Kernel[], node: Node, { opsets }: OnnxModel): readonly [Kernel, number] {
  const { domain, opType, at } = node
  const version = opsets.find((opset) => opset.domain === domain)?.version
  const unsupported = (message: string): never => {
    throw new BundleError('ERR_ONNX_UNSUPPORTED', message, at)
  }
  const label = `operator ${quote(opType)} of ${domain === '' ? 'ai.onnx' : quote(domain)}`
  if (version === undefined) throw new BundleError('ERR_ONNX_INVALID', `no opset import for ${label}`, at)
  const rows = kernels.filter((kernel) => kernel.domain === domain && kernel.name === opType)
  if (rows.length === 0) unsupported(`no ${label} (version ${version})`)
  const kernel = rows.find(({ since, until }) => since <= version && version <= (until ?? newest.get(domain)!))
  return [kernel ?? unsupported(`no version ${version} of ${label}`), version]
}

function inputType({ type }: ValueInfo, at: string): TensorType {
  if (type === null) throw new BundleError('ERR_ONNX_UNSUPPORTED', 'expected a tensor of a type in spec/onnx.md', at)
  return type
}

/** Checks and prepares a model once. Throws ERR_ONNX_INVALID, ERR_ONNX_UNSUPPORTED or ERR_LIMIT, at the node. */
export function planModel(model: OnnxModel, kernels: readonly Kernel[], at: string, limits: Limits): Plan {
  const { graph } = model
  const budget = openBudget(limits)
  const constants: (Tensor | null)[] = []
  const types: ValueType[] = []
  const slots = new Map<string, number>()
  const singles = new Set<number>()
  const add = (name: string, type: ValueType, value: Tensor | null): number => {
    slots.set(name, constants.length)
    types.push(type)
    if (type === 'float32') singles.add(constants.length)
    return constants.push(value) - 1
  }
  const inputs = graph.inputs.map((port, i) => {
    const type = inputType(port, pointer(`${at}#`, 'input', i))
    return { ...port, type, slot: add(port.name, type, null) }
  })
  const slotOf = (name: string): number => {
    const slot = slots.get(name)
    if (slot !== undefined) return slot
    const tensor = readTensor(graph.initializers.get(name)!)
    return add(name, tensor.type, tensor)
  }
  const live = liveNodes(graph)
  chargeNodes(budget, live.length, at)
  const steps: Draft[] = []
  for (const node of live) {
    const [kernel, version] = findKernel(kernels, node, model)
    const from = node.inputs.map((name) => (name === '' ? -1 : slotOf(name)))
    const known = from.map((slot): Known | null =>
      slot < 0 ? null : { type: types[slot]!, value: constants[slot]!, single: singles.has(slot) },
    )
    const bound = bindNode(kernel, node, version, known, budget)
    // Maps are made anew in each call: they are the caller's own.
    const fixed = !bound.types.includes('maps') && known.every((input) => input === null || input.value !== null)
    const values = fixed ? fold(bound, known, budget, node.at) : []
    const to = node.outputs.map((name, i) => (name === '' ? -1 : add(name, bound.types[i]!, values[i] ?? null)))
    if (bound.single === true) for (const slot of to) singles.add(slot)
    if (!fixed) {
      const { runSparse, keepsSparse = false } = bound
      steps.push({ inputs: from, outputs: to, run: bound.run.bind(bound), runSparse, keepsSparse, at: node.at })
    }
  }
  const outputs = graph.outputs.map((port, i) => {
    const slot = slotOf(port.name)
    if (port.type !== null && port.type !== types[slot]) {
      const where = pointer(`${at}#`, 'output', i)
      throw new BundleError('ERR_ONNX_INVALID', `expected ${port.type}, got ${types[slot]}`, where)
    }
    const type = types[slot]!
    return { ...port, type: type === 'maps' ? null : type, slot }
  })
  const owned = new Set(constants.map((constant) => constant?.data))
  const kept = new Set([...inputs, ...outputs].map(({ slot }) => slot))
  const sparse = sparseInputs(inputs, outputs, steps)
  return { constants, inputs, outputs, steps: withReleases(steps, constants, kept), owned, budget, sparse }
}

/** Inputs that only go where kernels take them sparse. */
function sparseInputs(inputs: Plan['inputs'], outputs: Plan['outputs'], steps: readonly Draft[]): readonly string[] {
  const dense = new Set(outputs.map(({ slot }) => slot))
  for (const step of steps.toReversed()) {
    const takes = step.runSparse !== undefined && !(step.keepsSparse && dense.has(step.outputs[0]!))
    step.inputs.forEach((slot, i) => {
      if (i > 0 || !takes) dense.add(slot)
    })
  }
  return inputs
    .filter(({ slot, type, dims }) => {
      return !dense.has(slot) && (type === 'float64' || type === 'float32') && dims?.length === 2
    })
    .map(({ name }) => name)
}

function fold(bound: Bound, known: readonly (Known | null)[], budget: Budget, at: string): readonly Tensor[] {
  const inputs = known.map((input) => input?.value as Tensor)
  chargeInputs(budget, inputs, at)
  return bound.run(inputs) as readonly Tensor[]
}

function withReleases(steps: readonly Draft[], constants: readonly (Tensor | null)[], kept: Set<number>): Step[] {
  const last = new Set(kept)
  const planned = steps.map((step) => ({ ...step, release: [] as number[] }))
  for (const step of planned.toReversed()) {
    for (const slot of [...step.inputs, ...step.outputs]) {
      if (slot < 0 || last.has(slot) || constants[slot] !== null) continue
      last.add(slot)
      step.release.push(slot)
    }
  }
  return planned
}
