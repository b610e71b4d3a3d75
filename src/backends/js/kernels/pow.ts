import { pow as powOf } from '../../../math/pow.js'
import { broadcast, type Loop } from '../broadcast.js'
import { convert } from '../convert.js'
import { make, tensorOf } from '../dims.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { doublesOf } from '../rows.js'
import { numbers, typeOfInput } from '../types.js'

const loop: Loop = (a, i, aStep, b, j, bStep, out, k, count) => {
  for (const end = k + count; k < end; k++, i += aStep, j += bStep) out[k] = powOf(a[i]!, b[j]!)
}

/** a to the power b in float64, cast to the type of a. */
function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, numbers)
  const exponent = typeOfInput(node, 1, numbers)
  if (node.version < 12 && exponent !== type) node.invalid(`expected inputs of one type, got ${type} and ${exponent}`)
  return {
    types: [type],
    run([a, b]) {
      const base = tensorOf('float64', a!.dims, doublesOf(node, a!))
      const power = broadcast(node, base, tensorOf('float64', b!.dims, doublesOf(node, b!)), 'float64', loop)
      if (type === 'float64') return [power]
      const out = make(node, type, power.dims)
      convert(power.data, 'float64', out, type)
      return [tensorOf(type, power.dims, out)]
    },
  }
}

export const pow: Kernel = { domain: '', name: 'Pow', since: 7, inputs: [2, 2], bind }
