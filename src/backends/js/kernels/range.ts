import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { bigIntegers, commonType } from '../types.js'

/** start, start + delta, ... before limit; of floats the number is ceil((limit - start) / delta) and element i is start + i · delta. */
function bind(node: NodeContext): Bound {
  const type = commonType(node, ['float32', 'float64', 'int16', 'int32', 'int64'])
  return {
    types: [type],
    run(inputs) {
      const given = inputs.map(({ data }) => {
        if (data.length !== 1) node.refuse('expected scalars')
        return data[0] as number
      })
      const [start, limit, delta] = given.map(Number) as [number, number, number]
      if (delta === 0 || given.some((value) => !Number.isFinite(Number(value)))) {
        node.refuse('expected finite numbers and a delta that is not 0')
      }
      const count = Math.max(0, Math.ceil((limit - start) / delta))
      const out = make(node, type, [count]) as { [index: number]: unknown }
      const big = bigIntegers.includes(type)
      const round = type === 'float32' ? Math.fround : Number
      for (let i = 0; i < count; i++) {
        out[i] = big
          ? (given[0] as unknown as bigint) + BigInt(i) * (given[2] as unknown as bigint)
          : start + round(i * delta)
      }
      return [tensorOf(type, [count], out as never)]
    },
  }
}

export const range: Kernel = /* @__PURE__ */ defineKernel({
  domain: '',
  name: 'Range',
  since: 11,
  inputs: [3, 3],
  bind,
})
