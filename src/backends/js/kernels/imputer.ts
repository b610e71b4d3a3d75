import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { longOf } from '../long.js'
import { rowTypes } from '../rows.js'
import { typeOfInput } from '../types.js'

/** Each value that is the one to replace, NaN too, becomes that of its column, or the one of all columns. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, rowTypes)
  const [floats, ints] = [node.floats('imputed_value_floats'), node.longs('imputed_value_int64s')]
  const [replacedFloat, replacedInt] = [node.float('replaced_value_float', 0), longOf(node, 'replaced_value_int64', 0n)]
  const whole = type.startsWith('int')
  const given = whole ? ints : floats
  if (given === null || given.length === 0) return node.invalid('expected imputed values of the type of the input')
  const values = type === 'int32' ? Array.from(given, Number) : Array.from<number | bigint>(given)
  const replaced = whole ? replacedInt : replacedFloat
  return {
    types: [type],
    run([x]) {
      const { dims, data } = x!
      if (values.length !== 1 && dims.at(-1) !== values.length) {
        node.refuse(`expected ${values.length} columns, got [${dims.join(', ')}]`)
      }
      const out = make(node, type, dims) as { [index: number]: number | bigint }
      for (let i = 0; i < data.length; i++) {
        const value = data[i] as number | bigint
        // Not ===: one may be a bigint and the other not.
        const missing = value == replaced || (value !== value && replaced !== replaced)
        out[i] = missing ? values[i % values.length]! : value
      }
      return [tensorOf(type, dims, out as never)]
    },
  }
}

export const imputer: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'Imputer',
  since: 1,
  inputs: [1, 1],
  bind,
})
