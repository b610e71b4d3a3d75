import { BundleError, mismatch, quote } from '../errors.js'
import { isWellFormed } from '../characters.js'
import { allocate } from '../onnx/types.js'
import type { Port, Tensor, TensorType, Value } from './backend.js'
import { checkFeeds } from './js/feeds.js'

/** A tensor of onnxruntime; its types and its elements are ours. */
export interface OrtTensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: Tensor['data']
}

export type OrtTensorClass = new (type: string, data: Tensor['data'], dims: readonly number[]) => OrtTensor

/** A model's input or output that is a tensor. */
export type TypedPort = Port & { readonly type: TensorType }

/** Tensors of onnxruntime with memory of their own. Throws ERR_TENSOR. */
export function copyFeeds(
  OrtTensor: OrtTensorClass,
  inputs: readonly TypedPort[],
  feeds: Readonly<Record<string, Value>>,
): Record<string, OrtTensor> {
  const values = checkFeeds(inputs, feeds)
  const given = Object.create(null) as Record<string, OrtTensor>
  inputs.forEach(({ name }, i) => {
    const { type, dims, data } = values[i] as Tensor
    if (type === 'string') checkTexts(name, data)
    given[name] = new OrtTensor(type, copyOf(type, data), dims.slice())
  })
  return given
}

function copyOf(type: TensorType, data: Tensor['data']): Tensor['data'] {
  if (type === 'string') return data.slice() as readonly string[]
  const copy = allocate(type, data.length) as Uint8Array
  copy.set(data as Uint8Array)
  return copy
}

/** onnxruntime takes texts as UTF-8 up to the first NUL. */
function checkTexts(name: string, texts: readonly string[]): void {
  const bad = texts.find((text) => !isWellFormed(text) || text.includes('\0'))
  if (bad === undefined) return
  const message = `input ${quote(name)}: expected text without lone surrogates and NUL, got ${quote(bad)}`
  throw new BundleError('ERR_TENSOR', message, '')
}

/** The answers of a session, which are onnxruntime's no longer. Throws ERR_BACKEND for one that is not as the model declares. */
export function takeAnswers(
  results: Readonly<Record<string, OrtTensor>>,
  outputs: readonly TypedPort[],
  at: string,
): Record<string, Value> {
  const answers = Object.create(null) as Record<string, Value>
  for (const { name, type } of outputs) {
    const result = Object.hasOwn(results, name) ? results[name]! : null
    if (result?.type !== type) {
      const got = result === null ? 'none' : quote(result.type)
      mismatch('ERR_BACKEND', `${type} for ${quote(name)}`, got, at)
    }
    answers[name] = { type, dims: result.dims.slice(), data: result.data } as Tensor
  }
  return answers
}
