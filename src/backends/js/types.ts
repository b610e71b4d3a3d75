import type { TensorType } from '../backend.js'
import type { NodeContext, ValueType } from './kernel.js'

export const floats: readonly TensorType[] = ['float32', 'float64']
export const bigIntegers: readonly TensorType[] = ['int64', 'uint64']
export const integers: readonly TensorType[] = [
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
]
export const numbers: readonly TensorType[] = /* @__PURE__ */ floats.concat(integers)
export const signed: readonly TensorType[] = /* @__PURE__ */ floats.concat('int8', 'int16', 'int32', 'int64')
/** What sums and products are made of. */
export const reducible: readonly TensorType[] = /* @__PURE__ */ floats.concat('int32', 'uint32', bigIntegers)
export const indexTypes: readonly TensorType[] = ['int32', 'int64']
export const anyType: readonly TensorType[] = /* @__PURE__ */ numbers.concat('float16', 'bool', 'string')
/** What Cast takes and gives. */
export const castable: readonly TensorType[] = /* @__PURE__ */ numbers.concat('float16', 'bool')

export function isTensorType(type: ValueType): type is TensorType {
  return (anyType as readonly ValueType[]).includes(type)
}

/** The element type of input `index`, which must be there and one of `allowed`. */
export function typeOfInput(node: NodeContext, index: number, allowed: readonly TensorType[]): TensorType {
  const { type } = node.inputs[index] ?? node.invalid(`expected input ${index}`)
  if (!isTensorType(type) || !allowed.includes(type)) {
    return node.unsupported(`expected input ${index} of ${allowed.join(', ')}, got ${type}`)
  }
  return type
}

/** Whether input `index` is there. */
export function hasInput(node: NodeContext, index: number): boolean {
  return (node.inputs[index] ?? null) !== null
}

/** Whether input `index` is there, which then must be one of `allowed`. */
export function takesInput(node: NodeContext, index: number, allowed: readonly TensorType[]): boolean {
  const there = hasInput(node, index)
  if (there) typeOfInput(node, index, allowed)
  return there
}

/** The element type that the inputs have in common. */
export function commonType(node: NodeContext, allowed: readonly TensorType[]): TensorType {
  const type = typeOfInput(node, 0, allowed)
  const other = node.inputs.find((input) => input !== null && input.type !== type)
  if (other) node.invalid(`expected inputs of one type, got ${type} and ${other.type}`)
  return type
}
