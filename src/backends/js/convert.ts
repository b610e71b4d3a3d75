import { toHalf } from '../../onnx/half.js'
import type { Tensor, TensorType } from '../backend.js'
import type { NodeContext } from './kernel.js'
import { bigIntegers } from './types.js'

const { fround } = Math

/** float32 of an integer of up to 64 bits, rounded once: below 2^53 through float64, above with the lost bits made sticky. */
function singleOf(value: bigint): number {
  const lost = value & 0x7ffn
  if (BigInt.asIntN(53, value) === value || lost === 0n) return fround(Number(value))
  return fround(Number((value - lost) | 0x800n))
}

/** Toward zero; what int64 can't hold is its least number, as x86-64 and NumPy on it say. */
function toBig(value: number): bigint {
  return value >= -9223372036854775808 && value < 9223372036854775808 ? BigInt(Math.trunc(value)) : -(1n << 63n)
}

/** Toward zero; what int32 can't hold is its least number. */
function toInt32(value: number): number {
  return value > -2147483649 && value < 2147483648 ? value : -2147483648
}

/** Lets attributes of Cast be that only say something of float8 types. */
export function allowRounding({ version, has }: NodeContext): void {
  if (version >= 19) has('saturate')
  if (version >= 24) has('round_mode')
}

/**
 * Writes the elements of `from` into `to` as the operator Cast does. Float types round to nearest even; integers are cut to the
 * bits of their type; a float becomes an integer toward zero; bool is whether it is not 0.
 */
export function convert(from: Tensor['data'], fromType: TensorType, to: Tensor['data'], toType: TensorType): void {
  const out = to as { [index: number]: number | bigint }
  const count = from.length
  if (toType === 'bool') {
    // Not ===: an element may be 0n.
    for (let i = 0; i < count; i++) out[i] = from[i] == 0 ? 0 : 1
  } else if (toType === 'float16') {
    for (let i = 0; i < count; i++) out[i] = toHalf(Number(from[i]))
  } else if (bigIntegers.includes(fromType)) {
    const bigs = from as BigInt64Array
    if (bigIntegers.includes(toType)) for (let i = 0; i < count; i++) out[i] = bigs[i]!
    else if (toType === 'float64') for (let i = 0; i < count; i++) out[i] = Number(bigs[i]!)
    else if (toType === 'float32') for (let i = 0; i < count; i++) out[i] = singleOf(bigs[i]!)
    else for (let i = 0; i < count; i++) out[i] = Number(BigInt.asIntN(32, bigs[i]!))
  } else {
    const numbers = from as Float64Array
    if (bigIntegers.includes(toType)) for (let i = 0; i < count; i++) out[i] = toBig(numbers[i]!)
    else if (toType === 'int32' && fromType.startsWith('float'))
      for (let i = 0; i < count; i++) out[i] = toInt32(numbers[i]!)
    else for (let i = 0; i < count; i++) out[i] = numbers[i]!
  }
}
