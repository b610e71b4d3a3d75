import type { Tensor, TensorType } from '../backend.js'
import { broadcast, type Cells, type Loop } from './broadcast.js'
import { make, tensorOf } from './dims.js'
import type { Bound, NodeContext, RowKernel, RowRun, ValueType } from './kernel.js'
import { bigIntegers, commonType, floats, numbers, typeOfInput } from './types.js'

/** An operator of two numbers of one type: a loop for float types, one for integers of at most 32 bits, one for bigints. */
export function bindBinary(
  node: NodeContext,
  ofFloats: Loop,
  ofIntegers: Loop = ofFloats,
  ofBigs: Loop = ofFloats,
): Bound {
  const type = commonType(node, numbers)
  const loop = floats.includes(type) ? ofFloats : bigIntegers.includes(type) ? ofBigs : ofIntegers
  return {
    types: [type],
    run: ([a, b]) => [broadcast(node, a!, b!, type, loop)],
    rows: (width, index) =>
      type === 'float64' ? withConstant(node.inputs[1 - index]?.value, width, index, loop) : null,
  }
}

/** An operator of rows and a constant that is one row, or one number. */
function withConstant(other: Tensor | null | undefined, width: number, index: number, loop: Loop): RowKernel | null {
  const { dims, data } = other ?? { dims: [], data: [] }
  const step = data.length === 1 ? 0 : 1
  if (dims.length > 2 || (dims.length === 2 && dims[0] !== 1) || (data.length !== 1 && data.length !== width))
    return null
  const cells = data as unknown as Cells
  const run: RowRun = (x, at, rows, out) => {
    const all = step === 0 || width === 1
    const count = all ? rows * width : width
    for (let i = 0; i < rows * width; i += count) {
      if (index === 0) loop(x, at + i, 1, cells, 0, step, out, i, count)
      else loop(cells, 0, step, x, at + i, 1, out, i, count)
    }
  }
  return { width, steps: width, run }
}

/** An operator of one number, of the types `allowed`; out[i] = f(x[i]). */
export function bindUnary(
  node: NodeContext,
  allowed: readonly TensorType[],
  loop: (x: Cells, out: Cells, count: number, type: TensorType) => void,
): Bound {
  const type = typeOfInput(node, 0, allowed)
  return {
    types: [type],
    run([x]) {
      const out = make(node, type, x!.dims)
      loop(x!.data as unknown as Cells, out as unknown as Cells, out.length, type)
      return [tensorOf(type, x!.dims, out)]
    },
    rows(width) {
      if (type !== 'float64') return null
      const run: RowRun = (x, at, rows, out) => {
        loop(at === 0 ? x : x.subarray(at), out, rows * width, type)
      }
      return { width, steps: width, run }
    },
  }
}

/** The product of two numbers of a type: exact, until it is cut to the type. */
export function timesOf(type: ValueType): (a: number, b: number) => number {
  return type.includes('int') && !type.endsWith('64') ? Math.imul : (a, b) => a * b
}

/** A question about two elements of one type; the answers are booleans. */
export function bindComparison(node: NodeContext, allowed: readonly TensorType[], loop: Loop): Bound {
  commonType(node, allowed)
  return { types: ['bool'], run: ([a, b]) => [broadcast(node, a!, b!, 'bool', loop)] }
}

/** An operator of any number of inputs of one type, folded from the left. */
export function bindVariadic(node: NodeContext, allowed: readonly TensorType[], loop: Loop): Bound {
  const type = commonType(node, allowed)
  if (node.inputs.includes(null)) node.invalid('expected every input')
  return {
    types: [type],
    run: ([first, ...rest]) => [rest.reduce((a, b) => broadcast(node, a, b, type, loop), first!)],
  }
}

/** An operator of one float; out[i] = f(x[i]), where f rounds its steps to the element type. */
export function bindFloatMap(node: NodeContext, f: (x: number, round: (x: number) => number) => number): Bound {
  return bindUnary(node, floats, (x, out, count, type) => {
    const round = type === 'float32' ? Math.fround : Number
    for (let i = 0; i < count; i++) out[i] = f(x[i]!, round)
  })
}
