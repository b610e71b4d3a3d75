import { bindFloatMap } from '../arithmetic.js'
import { convert } from '../convert.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import { type Bound, type Kernel, type NodeContext } from '../kernel.js'
import { doublesOf } from '../rows.js'
import { floats, numbers, typeOfInput } from '../types.js'

function bind(node: NodeContext): Bound {
  const type = typeOfInput(node, 0, numbers)
  const bias = Math.fround(node.float('bias', 0))
  const lambd = Math.fround(node.float('lambd', 0.5))
  const shrunk = (x: number): number => (x < -lambd ? x + bias : x > lambd ? x - bias : 0)
  if (floats.includes(type)) return bindFloatMap(node, shrunk)
  return {
    types: [type],
    run([x]) {
      const out = make(node, type, x!.dims)
      convert(doublesOf(node, x!).map(shrunk), 'float64', out, type)
      return [tensorOf(type, x!.dims, out)]
    },
  }
}

/** x + bias below -lambd, x - bias above lambd, else 0; of integers in float64, cast to the type. */
export const shrink: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Shrink',
  since: 9,
  inputs: [1, 1],
  bind,
})
