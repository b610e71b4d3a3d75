import { quote } from '../../errors.js'
import { typeOfCode } from '../../onnx/types.js'
import { parseNumber } from '../../text/number.js'
import type { Tensor } from '../backend.js'
import { allowRounding, convert } from './convert.js'
import { make, tensorOf } from './dims.js'
import type { Bound, Kernel, NodeContext } from './kernel.js'
import { highest, lowest } from './reduce.js'
import { floats, integers, typeOfInput } from './types.js'

/** More characters than any number of 64 bits needs. */
const MOST_DIGITS = 40

/** Cast, from version 6 on, and CastLike with texts beside their other types. */
export function withText(kernel: Kernel): Kernel {
  const { domain, name, until, bind } = kernel
  if (domain !== '' || until !== undefined || (name !== 'Cast' && name !== 'CastLike')) return kernel
  return { ...kernel, bind: (node) => bindText(node, name === 'Cast') ?? bind(node) }
}

/** Null where neither side is texts. Only casts that no two runtimes spell differently: integers to texts, texts to numbers. */
function bindText(node: NodeContext, byCode: boolean): Bound | null {
  const from = node.inputs[0]!.type
  const to = byCode ? typeOfCode(node.int('to')) : node.inputs[1]!.type
  if (from !== 'string' && to !== 'string') return null
  allowRounding(node)
  if (from === to) return { types: [from], run: ([x]) => [x!] }
  if (to === 'string') {
    typeOfInput(node, 0, integers)
    return { types: [to], run: ([x]) => [tensorOf(to, x!.dims, Array.from(x!.data, String))] }
  }
  const whole = integers.find((type) => type === to)
  const float = [...floats, 'float16' as const].find((type) => type === to)
  const type = whole ?? float ?? node.unsupported(`no cast from string to ${to}`)
  const [low, high] = [lowest(type), highest(type)]
  return {
    types: [type],
    run([x]) {
      const texts = x!.data as readonly string[]
      const out = make(node, type, x!.dims)
      const refused = (text: string): never => node.refuse(`expected ${type}, got ${quote(text)}`)
      if (float) {
        const numbers = new Float64Array(node.count(x!.dims))
        texts.forEach((text, i) => (numbers[i] = parseNumber(text.trim()) ?? refused(text)))
        convert(numbers as Tensor['data'], 'float64', out, type)
      } else {
        const big = type.endsWith('64')
        texts.forEach((text, i) => {
          const value = wholeIn(text.trim())
          if (value === null || value < low || value > high) return refused(text)
          ;(out as { [index: number]: number | bigint })[i] = big ? value : Number(value)
        })
      }
      return [tensorOf(type, x!.dims, out)]
    },
  }
}

/** The integer that a text of decimal digits and a sign says. */
function wholeIn(text: string): bigint | null {
  const start = text.startsWith('-') || text.startsWith('+') ? 1 : 0
  if (start === text.length || text.length > MOST_DIGITS) return null
  for (let i = start; i < text.length; i++) if (!(text[i]! >= '0' && text[i]! <= '9')) return null
  return BigInt(text)
}
