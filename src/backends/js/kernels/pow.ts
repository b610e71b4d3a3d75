import { pow as powOf } from '../../../math/pow.js'
import { broadcast, type Loop } from '../broadcast.js'
import { convert } from '../convert.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { doublesOf } from '../rows.js'
import { bigIntegers, integers, numbers, typeOfInput } from '../types.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = powOf(a[i]!, b[j]!)
}

const mask = 0xffff_ffff_ffff_ffffn
const least = -0x8000_0000_0000_0000n

/** a to a power of at least 0, modulo 2^64. */
function wholePower(a: bigint, power: bigint): bigint {
  let result = 1n
  for (let base = a, rest = power; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * base) & mask
    base = (base * base) & mask
  }
  return result
}

/** Steps of work for each bit of a power. */
const STEPS_PER_BIT = 64

function wholeLoop(node: NodeContext, powers: BigInt64Array): Loop {
  let bits = 1
  for (const power of powers) while (power >> BigInt(bits) !== 0n && power >> BigInt(bits) !== -1n) bits++
  return (a, i, aStep, b, j, bStep, out, k, count) => {
    node.charge(count * bits * STEPS_PER_BIT)
    const [x, y, z] = [a, b, out] as unknown as readonly BigInt64Array[]
    for (const end = k + count; k < end; k++, i += aStep, j += bStep) {
      const [base, power] = [x![i]!, y![j]!]
      if (power >= 0n) z![k] = wholePower(base, power)
      else if (base === 0n) z![k] = least
      else z![k] = base === 1n || base === -1n ? wholePower(base, -power) : 0n
    }
  }
}

/** a to the power b in float64, cast to the type of a. Of integers of 64 bits and an integer, exact and cut to the type. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, numbers)
  const exponent = typeOfInput(node, 1, numbers)
  if (node.version < 12 && exponent !== type) node.invalid(`expected inputs of one type, got ${type} and ${exponent}`)
  return {
    types: [type],
    run([a, b]) {
      if (bigIntegers.includes(type) && integers.includes(exponent)) {
        const powers = bigIntegers.includes(exponent) ? b!.data : make(node, 'int64', b!.dims)
        if (powers !== b!.data) convert(b!.data, exponent, powers, 'int64')
        return [broadcast(node, a!, tensorOf('int64', b!.dims, powers), type, wholeLoop(node, powers as BigInt64Array))]
      }
      const base = tensorOf('float64', a!.dims, doublesOf(node, a!))
      const power = broadcast(node, base, tensorOf('float64', b!.dims, doublesOf(node, b!)), 'float64', loop)
      if (type === 'float64') return [power]
      const out = make(node, type, power.dims)
      convert(power.data, 'float64', out, type)
      return [tensorOf(type, power.dims, out)]
    },
  }
}

export const pow: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Pow', since: 7, inputs: [2, 2], bind })
