import type { RowScorer } from '../backend.js'
import { charge, countElements, renew } from './budget.js'
import type { RowKernel } from './kernel.js'
import type { Plan } from './plan.js'

const { fround } = Math

/** The row kernels of a plan in which each step maps what the one before made; null for a plan of another form. */
function chainOf({ inputs, steps, constants }: Plan, width: number): readonly RowKernel[] | null {
  const chain: RowKernel[] = []
  let slot = inputs[0]!.slot
  for (const { inputs: from, outputs: to, rows } of steps) {
    const index = from.indexOf(slot)
    const others = from.every((other, i) => i === index || (other >= 0 && constants[other] !== null))
    const kernel = index >= 0 && others && rows ? rows(width, index) : null
    if (kernel === null || to.some((other, i) => i > 0 && other >= 0)) return null
    chain.push(kernel)
    width = kernel.width
    slot = to[0]!
  }
  return chain
}

/** The function of rows of `width` cells that a plan is; null for a plan that is more, or whose rows have other widths. */
export function planRows(plan: Plan, width: number, at: string): RowScorer | null {
  const [input, ...more] = plan.inputs
  const [output, ...others] = plan.outputs
  if (input === undefined || output === undefined || more.length > 0 || others.length > 0) return null
  const { type } = output
  if (input.type !== 'float32' && input.type !== 'float64') return null
  if (type !== 'float32' && type !== 'float64') return null
  if (input.dims !== null && (input.dims.length !== 2 || ![-1, width].includes(input.dims[1]!) || input.dims[0]! > 1))
    return null
  const chain = chainOf(plan, width)
  if (chain === null || plan.steps.at(-1)?.outputs[0] !== output.slot) return null
  const kernels = chain.filter(({ run }) => run !== null)
  let rounds = input.type === 'float32'
  for (; kernels[0]?.rounds === true; kernels.shift()) rounds = true
  const first = kernels[0]
  const direct = first === undefined ? undefined : rounds ? first.runRounded : first.run!
  const last = kernels.at(-1)?.width ?? width
  const made = kernels.reduce((sum, kernel) => sum + kernel.width, 0)
  const steps = chain.reduce((sum, kernel) => sum + kernel.steps, width + made)
  const { budget } = plan
  let capacity = 0
  let buffers: readonly Float64Array[] = []
  let copies = new Float64Array(0)
  const begin = (rows: number, work: number, cells: number): void => {
    renew(budget)
    charge(budget, work, at)
    if (rows <= capacity) return
    countElements(budget, [rows, cells], at)
    buffers = kernels.map((kernel) => new Float64Array(rows * kernel.width))
    capacity = rows
  }
  const copyIn = (x: Float64Array, offset: number, stride: number, rows: number): Float64Array => {
    if (copies.length < rows * width) copies = new Float64Array(rows * width)
    for (let row = 0, i = 0; row < rows; row++) {
      const from = offset + row * stride
      if (rounds) for (let j = 0; j < width; j++) copies[i++] = fround(x[from + j]!)
      else for (let j = 0; j < width; j++) copies[i++] = x[from + j]!
    }
    return copies
  }
  /** What the kernels make of rows after the first `k`, written to where the answers go. */
  const finish = (x: Float64Array, k: number, rows: number, out: Float64Array, to: number, outStride: number): void => {
    let scores = x
    for (; k < kernels.length; k++) {
      kernels[k]!.run!(scores, 0, rows, buffers[k]!)
      scores = buffers[k]!
    }
    for (let row = 0, i = 0; row < rows; row++) {
      const target = to + row * outStride
      for (let j = 0; j < last; j++) out[target + j] = scores[i++]!
    }
  }
  const runSparse = rounds || plan.sparse.length === 0 ? undefined : first?.runSparse
  return {
    width: last,
    type,
    score(x, offset, stride, rows, out, to, outStride) {
      begin(rows, rows * steps, width + made)
      if (direct !== undefined && (rows === 1 || stride === width)) {
        direct(x, offset, rows, buffers[0]!)
        finish(buffers[0]!, 1, rows, out, to, outStride)
      } else finish(copyIn(x, offset, stride, rows), 0, rows, out, to, outStride)
    },
    scoreSparse:
      runSparse === undefined
        ? null
        : (x, offset, stride, rows, out, to, outStride) => {
            let held = 0
            for (let row = 0; row < rows; row++) held += x[offset + row * stride]!.indices.length
            begin(rows, held * first!.width + rows * (steps - first!.steps - width), made)
            runSparse(x, offset, stride, rows, buffers[0]!)
            finish(buffers[0]!, 1, rows, out, to, outStride)
          },
  }
}
