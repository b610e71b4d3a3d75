import type { BundleError, ErrorCode } from '../src/errors.js'
import type { Tensor, TensorType } from '../src/backends/backend.js'
import { writeModel, type AttributeDefinition, type NodeDefinition } from '../src/onnx/write.js'

export type Ports = Readonly<Record<string, TensorType>>
type Initializers = Readonly<Record<string, Tensor>>

interface Options {
  readonly opset?: number
  readonly ml?: number
  readonly microsoft?: number
  readonly initializers?: Initializers
}

/** A model of the given nodes; inputs and outputs are of any dims, and an output without a type is of whatever it is. */
export function modelOf(
  nodes: readonly NodeDefinition[],
  inputs: Ports,
  outputs: Readonly<Record<string, TensorType | null>>,
  options: Options = {},
): Uint8Array {
  const ports = <T>(types: Readonly<Record<string, T>>): { name: string; type: T; dims: null }[] =>
    Object.entries(types).map(([name, type]) => ({ name, type, dims: null }))
  return writeModel({
    irVersion: 10,
    opsets: [
      { domain: '', version: options.opset ?? 21 },
      { domain: 'ai.onnx.ml', version: options.ml ?? 5 },
      ...(options.microsoft === undefined ? [] : [{ domain: 'com.microsoft', version: options.microsoft }]),
    ],
    graph: {
      name: 'g',
      inputs: ports(inputs),
      outputs: ports(outputs),
      initializers: Object.entries(options.initializers ?? {}).map(([name, tensor]) => ({ ...tensor, name })),
      nodes,
    },
  })
}

export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeDefinition>> = {},
): NodeDefinition {
  return { opType, inputs, outputs, attributes }
}

export const f32 = (dims: readonly number[], ...data: number[]): Tensor => ({
  type: 'float32',
  dims,
  data: Float32Array.from(data),
})
export const f64 = (dims: readonly number[], ...data: number[]): Tensor => ({
  type: 'float64',
  dims,
  data: Float64Array.from(data),
})
export const i32 = (dims: readonly number[], ...data: number[]): Tensor => ({
  type: 'int32',
  dims,
  data: Int32Array.from(data),
})
export const i64 = (dims: readonly number[], ...data: number[]): Tensor => ({
  type: 'int64',
  dims,
  data: BigInt64Array.from(data, BigInt),
})
export const bool = (dims: readonly number[], ...data: number[]): Tensor => ({
  type: 'bool',
  dims,
  data: Uint8Array.from(data),
})
export const text = (dims: readonly number[], ...data: string[]): Tensor => ({ type: 'string', dims, data })

interface Refusal {
  readonly code: ErrorCode
  readonly at: string
  readonly message: string
}

function refusalOf(error: unknown): Refusal {
  const { name, code, at, message } = error as BundleError
  if (name !== 'BundleError') throw error
  return { code, at, message }
}

/** The BundleError that `run` throws. */
export function refusal(run: () => unknown): Refusal {
  try {
    run()
  } catch (error) {
    return refusalOf(error)
  }
  throw new Error('expected a refusal')
}

/** The BundleError that `promise` is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Refusal> {
  try {
    await promise
  } catch (error) {
    return refusalOf(error)
  }
  throw new Error('expected a rejection')
}
