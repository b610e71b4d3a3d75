import type { Tensor } from '../../backend.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { longOf } from '../long.js'
import { typeOfInput } from '../types.js'

function list(node: NodeContext, kind: 'keys' | 'values'): Tensor {
  const found: Tensor[] = []
  const [ints, floats, strings] = [
    node.longs(`${kind}_int64s`),
    node.floats(`${kind}_floats`),
    node.strings(`${kind}_strings`),
  ]
  if (ints?.length) found.push({ type: 'int64', dims: [ints.length], data: ints })
  if (floats?.length) found.push({ type: 'float32', dims: [floats.length], data: floats })
  if (strings?.length) found.push({ type: 'string', dims: [strings.length], data: strings })
  const tensor = node.version >= 4 ? node.tensor(`${kind}_tensor`) : null
  if (tensor !== null) found.push(tensor)
  if (found.length !== 1) node.invalid(`expected one list of ${kind}, got ${found.length}`)
  return found[0]!
}

function defaultOf(node: NodeContext, type: Tensor['type']): unknown {
  const tensor = node.version >= 4 ? node.tensor('default_tensor') : null
  const text = node.text('default_string', '_Unused')
  const int = longOf(node, 'default_int64', -1n)
  const float = node.float('default_float', -0)
  if (tensor !== null) {
    if (tensor.type !== type || tensor.data.length !== 1) node.invalid(`expected one default of ${type}`)
    return tensor.data[0]
  }
  if (type === 'string') return text
  return type === 'int64' ? int : type === 'float32' || type === 'float64' ? float : 0
}

/** The value of each key, the first of equal keys, or the default. NaN is a key from version 4 on, and equals nothing before. */
function bind(node: NodeContext): Bound {
  if (node.version === 1) return bindFirst(node)
  const keys = list(node, 'keys')
  const values = list(node, 'values')
  const { length } = keys.data
  if (values.data.length !== length) node.invalid(`expected ${length} values, got ${values.data.length}`)
  typeOfInput(node, 0, [keys.type])
  return bindTable(node, keys, values, defaultOf(node, values.type))
}

/** Version 1: from a string to its last place in `classes_strings`, or back. */
function bindFirst(node: NodeContext): Bound {
  const texts = node.strings('classes_strings') ?? node.invalid('expected attribute classes_strings')
  const from = typeOfInput(node, 0, ['string', 'int64'])
  const text = node.text('default_string', '_Unused')
  const int = longOf(node, 'default_int64', -1n)
  const names: Tensor = { type: 'string', dims: [texts.length], data: texts }
  const places: Tensor = { type: 'int64', dims: [texts.length], data: BigInt64Array.from(texts.keys(), BigInt) }
  return from === 'string' ? bindTable(node, names, places, int) : bindTable(node, places, names, text)
}

function bindTable(node: NodeContext, keys: Tensor, values: Tensor, fallback: unknown): Bound {
  const { length } = keys.data
  const table = new Map<unknown, unknown>()
  for (let i = 0; i < length; i++) {
    const key = keys.data[i]
    if (node.version === 1 || (!table.has(key) && (node.version >= 4 || key === key))) table.set(key, values.data[i])
  }
  return {
    types: [values.type],
    run([x]) {
      const out = make(node, values.type, x!.dims) as { [index: number]: unknown }
      for (let i = 0; i < x!.data.length; i++) {
        const found = x!.data[i]
        out[i] = table.has(found) ? table.get(found) : fallback
      }
      return [tensorOf(values.type, x!.dims, out as never)]
    },
  }
}

/** Versions 1, 2 and 4. */
export const labelEncoder: Kernel = /* @__PURE__ */ defineKernel({
  domain: 'ai.onnx.ml',
  name: 'LabelEncoder',
  since: 1,
  inputs: [1, 1],
  bind,
})
