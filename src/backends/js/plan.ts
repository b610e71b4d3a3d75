import { BundleError, mismatch, pointer, quote } from '../../errors.js'
import type { Limits } from '../../limits.js'
import type { Graph, Node, OnnxModel, ValueInfo } from '../../onnx/model.js'
import { capturesOf, usesOf } from '../../onnx/names.js'
import { readTensor } from '../../onnx/tensor.js'
import { unsupported } from '../../onnx/wire.js'
import type { Port, Tensor, Value } from '../backend.js'
import { chargeInputs, chargeNodes, openBudget, type Budget } from './budget.js'
import { bindNode } from './context.js'
import { emptyOf, inferDims, refine } from './infer.js'
import type { Bound, Dims, Kernel, Known, Subgraph, ValueType } from './kernel.js'
import { runSteps, type Step } from './steps.js'
import { isTensorType } from './types.js'

/** The newest opset versions that the kernels were checked against; a newer one may mean something else. */
const newest = new Map([
  ['', 28],
  ['ai.onnx.ml', 5],
  ['com.microsoft', 1],
])

interface Slot {
  readonly slot: number
  readonly valueType: ValueType
}

/** A graph ready to run. Values live in slots, which begin as a copy of `constants`. */
interface GraphPlan {
  readonly constants: readonly (Value | null)[]
  readonly inputs: readonly (Port & Slot)[]
  readonly outputs: readonly (Port & Slot)[]
  readonly steps: readonly Step[]
  /** Where each captured value goes, -1 for one that the graph does not use. */
  readonly captured: readonly number[]
  /** Names of the inputs that may be fed sparse. */
  readonly sparse: readonly string[]
}

/** A model ready to run. */
export interface Plan extends GraphPlan {
  readonly budget: Budget
}

type Draft = Omit<Step, 'release'> & { readonly keepsSparse: boolean }

interface Planner {
  readonly kernels: readonly Kernel[]
  readonly budget: Budget
}

/** Nodes that the outputs depend on. */
function liveNodes({ nodes, outputs }: Graph): readonly Node[] {
  const needed = new Set(outputs.map(({ name }) => name))
  const live: Node[] = []
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!
    if (!node.outputs.some((name) => name !== '' && needed.has(name))) continue
    for (const name of usesOf(node)) needed.add(name)
    live.push(node)
  }
  return live.reverse()
}

function findKernel(kernels: readonly Kernel[], { domain, opType, version, at }: Node): Kernel {
  const label = `operator ${quote(opType)} of ${domain === '' ? 'ai.onnx' : quote(domain)}`
  if (version === 0) throw new BundleError('ERR_ONNX_INVALID', `no opset import for ${label}`, at)
  const rows = kernels.filter((kernel) => kernel.domain === domain && kernel.name === opType)
  if (rows.length === 0) unsupported(`no ${label} (version ${version})`, at)
  const kernel = rows.find(({ since, until }) => since <= version && version <= (until ?? newest.get(domain)!))
  return kernel ?? unsupported(`no version ${version} of ${label}`, at)
}

function typeOfPort({ type, container }: ValueInfo, at: string): ValueType {
  return type ?? container ?? unsupported('expected a type in spec/onnx.md', at)
}

/** Checks and prepares a model once. Throws ERR_ONNX_INVALID, ERR_ONNX_UNSUPPORTED or ERR_LIMIT, at the node. */
export function planModel({ graph }: OnnxModel, kernels: readonly Kernel[], at: string, limits: Limits): Plan {
  const budget = openBudget(limits)
  const types = graph.inputs.map((port, i) => typeOfPort(port, pointer(`${at}#`, 'input', i)))
  return { ...planGraph(graph, types, [], [], { kernels, budget }), budget }
}

/** `given` is what is known of the values that `names` says, which stand around the graph. */
function planGraph(
  graph: Graph,
  types: readonly ValueType[],
  names: readonly string[],
  given: readonly (Known | null)[],
  planner: Planner,
): GraphPlan {
  const { kernels, budget } = planner
  const constants: (Value | null)[] = []
  const known: Known[] = []
  const slots = new Map<string, number>()
  const add = (name: string, what: Known): number => {
    slots.set(name, constants.length)
    known.push(what)
    return constants.push(what.value) - 1
  }
  const computed = (type: ValueType, value: Tensor | null, dims: Dims | null, single: boolean): Known => {
    return { type, value, dims: value?.dims ?? dims, single }
  }
  if (types.length !== graph.inputs.length) {
    mismatch('ERR_ONNX_INVALID', `${types.length} inputs`, graph.inputs.length, graph.at)
  }
  const whole = graph.at.endsWith('#')
  const inputs = graph.inputs.map((port, i) => {
    const valueType = types[i]!
    const stated = port.type ?? port.container ?? valueType
    if (stated !== valueType) {
      const where = pointer(graph.at, 'input', i)
      mismatch('ERR_ONNX_INVALID', stated, valueType, where)
    }
    const dims = whole ? port.dims : null
    return { ...port, valueType, slot: add(port.name, computed(valueType, null, dims, valueType === 'float32')) }
  })
  const captured = names.map((name, i) => (graph.captures.includes(name) && given[i] ? add(name, given[i]) : -1))
  const slotOf = (name: string): number => {
    const slot = slots.get(name)
    if (slot !== undefined) return slot
    const tensor = readTensor(graph.initializers.get(name)!)
    return add(name, computed(tensor.type, tensor, null, tensor.type === 'float32'))
  }
  const live = liveNodes(graph)
  chargeNodes(budget, live.length, whole ? graph.at.slice(0, -1) : graph.at)
  const steps: Draft[] = []
  for (const node of live) {
    const kernel = findKernel(kernels, node)
    const outer = capturesOf(node)
    const from = [...node.inputs, ...outer].map((name) => (name === '' ? -1 : slotOf(name)))
    const taken = from.map((slot): Known | null => (slot < 0 ? null : known[slot]!))
    const own = taken.slice(0, node.inputs.length)
    const around = taken.slice(node.inputs.length)
    const subgraph = (name: string, of: readonly ValueType[]): Subgraph | null => {
      const inner = node.graphs.get(name)
      return inner === undefined ? null : bindSubgraph(inner, of, outer, around, planner)
    }
    const bound = bindNode(kernel, node, own, budget, subgraph)
    // Maps are made anew in each call: they are the caller's own.
    const seen = bound.dimsOnly === true ? own.map(emptyOf) : taken
    const fixed = bound.types.every(isTensorType) && seen.every((input) => input === null || input.value !== null)
    const values = fixed ? fold(bound, seen, budget, node.at, whole) : null
    const dims = values === null ? inferDims(bound, own, budget.limits, node.at, whole) : []
    const to = node.outputs.map((name, i) => {
      if (name === '') return -1
      const type = bound.types[i]!
      return add(
        name,
        computed(
          type,
          (values?.[i] ?? null) as Tensor | null,
          dims[i] ?? null,
          type === 'float32' || bound.single === true,
        ),
      )
    })
    if (values === null) {
      const { runSparse, keepsSparse = false } = bound
      steps.push({
        inputs: from,
        outputs: to,
        run: bound.run.bind(bound),
        rows: bound.rows,
        runSparse,
        keepsSparse,
        at: node.at,
      })
    }
  }
  const outputs = graph.outputs.map((port, i) => {
    const slot = slotOf(port.name)
    const valueType = known[slot]!.type
    const stated = port.type ?? port.container ?? valueType
    if (stated !== valueType) {
      const where = pointer(graph.at, 'output', i)
      mismatch('ERR_ONNX_INVALID', stated, valueType, where)
    }
    const type = isTensorType(valueType) ? valueType : null
    return { ...port, type, dims: refine(port.dims, known[slot]!.dims), slot, valueType }
  })
  const kept = new Set([...inputs, ...outputs].map(({ slot }) => slot))
  const sparse = sparseInputs(inputs, outputs, steps)
  return { constants, inputs, outputs, steps: withReleases(steps, constants, kept), captured, sparse }
}

/** Inputs that only go where kernels take them sparse. */
function sparseInputs(
  inputs: GraphPlan['inputs'],
  outputs: GraphPlan['outputs'],
  steps: readonly Draft[],
): readonly string[] {
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

/** What a node makes of constants. In a graph of a node, which may never run, what fails is left to the run: null. */
function fold(
  bound: Bound,
  known: readonly (Known | null)[],
  budget: Budget,
  at: string,
  sure: boolean,
): readonly Value[] | null {
  const inputs = known.map((input) => input?.value as never)
  try {
    chargeInputs(budget, inputs, at)
    return bound.run(inputs)
  } catch (error) {
    if (sure) throw error
    return null
  }
}

function bindSubgraph(
  graph: Graph,
  types: readonly ValueType[],
  names: readonly string[],
  given: readonly (Known | null)[],
  planner: Planner,
): Subgraph {
  const { constants, inputs, outputs, steps, captured } = planGraph(graph, types, names, given, planner)
  return {
    types: outputs.map(({ valueType }) => valueType),
    dims: outputs.map(({ dims }) => dims),
    run(feeds, around) {
      const values = constants.slice()
      for (let i = 0; i < inputs.length; i++) values[inputs[i]!.slot] = feeds[i]!
      for (let i = 0; i < captured.length; i++) if (captured[i]! >= 0) values[captured[i]!] = around[i]!
      runSteps(steps, values, planner.budget)
      return outputs.map(({ slot }) => values[slot]!)
    },
  }
}

function withReleases(steps: readonly Draft[], constants: readonly (Value | null)[], kept: Set<number>): Step[] {
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
