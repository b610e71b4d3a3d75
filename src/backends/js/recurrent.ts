import { quote } from '../../errors.js'
import type { Tensor, TensorType } from '../backend.js'
import { expectDims, integersOf, make, tensorOf } from './dims.js'
import type { Bound, NodeContext } from './kernel.js'
import { readActivations } from './recurrent-activations.js'
import { floats, hasInput, typeOfInput } from './types.js'

/** What a cell is given for one row of one step in one direction. */
export interface CellInput {
  /** For each gate and unit: x · W, and its biases, of x and of h. */
  readonly fromX: Float64Array
  readonly xBias: Float64Array
  readonly hBias: Float64Array
  /** The sum over k of h[k] · R[gate][unit][k]; `h` is of the last step or made from it. */
  readonly product: (h: Float64Array, gate: number, unit: number) => number
  /** The states of the row, which the cell replaces. */
  h: Float64Array
  c: Float64Array
  readonly peephole: Float64Array | null
  readonly activations: readonly ((x: number) => number)[]
  /** Rounds to the element type. */
  readonly round: (x: number) => number
  /** The same, and clips where the node says so. */
  readonly clip: (x: number) => number
}

interface CellKind {
  readonly gates: number
  readonly defaults: readonly string[]
  /** Whether a second state goes from step to step. */
  readonly memory: boolean
  readonly step: (input: CellInput) => void
  /** What `product` takes for the states of all rows, where it takes others. */
  readonly hear?: (h: Float64Array) => Float64Array
}

/** A recurrent operator: all in the element type, products in order and from 0. */
export function bindRecurrent(node: NodeContext, { gates, defaults, memory, step, hear }: CellKind): Bound {
  const type = typeOfInput(node, 0, floats)
  const round = type === 'float32' ? Math.fround : Number
  const hidden = node.int('hidden_size')
  if (!(hidden >= 1)) node.invalid(`expected hidden_size of at least 1, got ${hidden}`)
  const direction = node.text('direction', 'forward')
  if (!['forward', 'reverse', 'bidirectional'].includes(direction)) node.invalid(`no direction ${quote(direction)}`)
  const directions = direction === 'bidirectional' ? 2 : 1
  const batchFirst = node.version >= 14 && node.int('layout', 0) !== 0
  const activations = readActivations(node, defaults, directions, round)
  const limit = node.has('clip') ? round(node.float('clip')) : Infinity
  const clip = (x: number): number => Math.max(-limit, Math.min(limit, round(x)))
  const given = node.inputs.map((_, i) => hasInput(node, i))
  for (const i of [1, 2, 3, 5, 6, 7]) if (given[i]) typeOfInput(node, i, [type])
  if (given[4]) typeOfInput(node, 4, ['int32'])
  const types: TensorType[] = memory ? [type, type, type] : [type, type]
  return {
    types,
    run(inputs) {
      const at = (i: number): Tensor | null => (given[i] ? inputs[i]! : null)
      const expect = (i: number, dims: readonly number[]): Float64Array | null => {
        const tensor = at(i)
        if (tensor === null) return null
        expectDims(node, tensor, dims, `input ${i} of `)
        return tensor.data as Float64Array
      }
      const x = inputs[0]!
      if (x.dims.length !== 3) node.refuse(`expected 3 dimensions, got ${x.dims.length}`)
      const [steps, batch, width] = batchFirst
        ? [x.dims[1]!, x.dims[0]!, x.dims[2]!]
        : (x.dims as unknown as [number, number, number])
      const rows = gates * hidden
      const w = expect(1, [directions, rows, width])!
      const r = expect(2, [directions, rows, hidden])!
      const b = expect(3, [directions, 2 * rows])
      const stateDims = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden]
      const firstH = expect(5, stateDims)
      const firstC = memory ? expect(6, stateDims) : null
      const p = memory ? expect(7, [directions, 3 * hidden]) : null
      expect(4, [batch])
      const lengths = given[4] ? integersOf(inputs[4]!) : null
      if (lengths?.some((length) => length < 0 || length > steps)) node.refuse(`expected lengths of 0 to ${steps}`)
      node.charge(steps * batch * directions * rows * (width + hidden + 1))
      const whole = batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]
      const all = make(node, type, whole) as Float64Array
      const lastH = make(node, type, stateDims) as Float64Array
      const lastC = make(node, type, stateDims) as Float64Array
      if (firstH !== null) lastH.set(firstH)
      if (firstC !== null) lastC.set(firstC)
      const fromX = new Float64Array(node.count([rows]))
      const data = x.data as Float64Array
      for (let d = 0; d < directions; d++) {
        const backwards = direction === 'reverse' || d === 1
        const bias = new Float64Array(2 * rows)
        if (b !== null) bias.set(b.subarray(d * 2 * rows, (d + 1) * 2 * rows))
        let heard: Float64Array | null = null
        let first = 0
        const input: CellInput = {
          fromX,
          xBias: bias.subarray(0, rows),
          hBias: bias.subarray(rows),
          h: lastH,
          c: lastC,
          peephole: p === null ? null : p.subarray(d * 3 * hidden, (d + 1) * 3 * hidden),
          activations: activations.slice(d * defaults.length, (d + 1) * defaults.length),
          round,
          clip,
          product(values, gate, unit) {
            const taken = heard ?? values
            const from = ((d * gates + gate) * hidden + unit) * hidden
            let sum = 0
            for (let k = 0; k < hidden; k++) sum = round(sum + round(taken[first + k]! * r[from + k]!))
            return sum
          },
        }
        for (let i = 0; i < steps; i++) {
          if (hear !== undefined) {
            // A row that ended before the last step says nothing any more.
            const last = lastH.slice(d * batch * hidden, (d + 1) * batch * hidden)
            lengths?.forEach((length, n) => i > length && last.fill(0, n * hidden, (n + 1) * hidden))
            heard = hear(last)
          }
          for (let n = 0; n < batch; n++) {
            const length = lengths?.[n] ?? steps
            if (i >= length) continue
            const t = backwards ? length - 1 - i : i
            const from = (batchFirst ? n * steps + t : t * batch + n) * width
            for (let row = 0; row < rows; row++) {
              let sum = 0
              for (let k = 0; k < width; k++)
                sum = round(sum + round(data[from + k]! * w[(d * rows + row) * width + k]!))
              fromX[row] = sum
            }
            const state = (batchFirst ? n * directions + d : d * batch + n) * hidden
            input.h = lastH.subarray(state, state + hidden)
            input.c = lastC.subarray(state, state + hidden)
            if (heard !== null) first = n * hidden
            step(input)
            const to = batchFirst ? (n * steps + t) * directions + d : (t * directions + d) * batch + n
            all.set(input.h, to * hidden)
          }
        }
      }
      const answers = [tensorOf(type, whole, all), tensorOf(type, stateDims, lastH)]
      return memory ? [...answers, tensorOf(type, stateDims, lastC)] : answers
    },
  }
}

/** ((x · W + h · R) + bias of x) + bias of h, for one gate and unit. */
export function sumOf(
  { fromX, xBias, hBias, product, round }: CellInput,
  h: Float64Array,
  gate: number,
  unit: number,
): number {
  const row = gate * h.length + unit
  return round(round(round(fromX[row]! + product(h, gate, unit)) + xBias[row]!) + hBias[row]!)
}
