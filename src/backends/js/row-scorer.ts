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
  if (input.dims !== null && (input.dims.length !== 2 || ![-1, width].includes(input.dims[1]!))) return null
  const chain = chainOf(plan, width)
  if (chain === null || plan.steps.at(-1)?.outputs[0] !== output.slot) return null
  const kernels = chain.filter(({ run }) => run !== null)
  let rounds = input.type === 'float32'
  for (; kernels[0]?.rounds === true; kernels.shift()) rounds = true
  const first = kernels[0]
  const direct = first === undefined ? undefined : rounds ? first.runRounded : first.run!
  const widths = [width, ...kernels.map((kernel) => kernel.width)]
  const last = widths.at(-1)!
  const cells = widths.reduce((sum, size) => sum + size, 0)
  const steps = chain.reduce((sum, kernel) => sum + kernel.steps, cells)
  const { budget } = plan
  let capacity = 0
  let buffers: readonly Float64Array[] = []
  const copyIn = (x: Float64Array, offset: number, stride: number, rows: number): void => {
    const to = buffers[0]!
    for (let row = 0, i = 0; row < rows; row++) {
      const from = offset + row * stride
      if (rounds) for (let j = 0; j < width; j++) to[i++] = fround(x[from + j]!)
      else for (let j = 0; j < width; j++) to[i++] = x[from + j]!
    }
  }
  return {
    width: last,
    type,
    score(x, offset, stride, rows, out, to, outStride) {
      renew(budget)
      charge(budget, rows * steps, at)
      if (rows > capacity) {
        countElements(budget, [rows, cells], at)
        buffers = widths.map((size) => new Float64Array(rows * size))
        capacity = rows
      }
      let k = 0
      if (direct !== undefined && (rows === 1 || stride === width)) direct(x, offset, rows, buffers[++k]!)
      else copyIn(x, offset, stride, rows)
      for (; k < kernels.length; k++) kernels[k]!.run!(buffers[k]!, 0, rows, buffers[k + 1]!)
      const scores = buffers[kernels.length]!
      for (let row = 0, i = 0; row < rows; row++) {
        const target = to + row * outStride
        for (let j = 0; j < last; j++) out[target + j] = scores[i++]!
      }
    },
  }
}
