import type { SparseTensor } from '../../backend.js'
import { typeOfCode } from '../../../onnx/types.js'
import { allowRounding, convert } from '../convert.js'
import { make, tensorOf } from '../dims.js'
import { defineKernel } from '../define-kernel.js'
import type { Bound, Kernel, NodeContext } from '../kernel.js'
import { castable, floats, typeOfInput } from '../types.js'

const { fround } = Math

function bind(node: NodeContext): Bound {
  const code = node.int('to')
  const to = typeOfCode(code)
  if (to === undefined || to === 'string') return node.unsupported(`no cast to element type ${code}`)
  const from = typeOfInput(node, 0, castable)
  allowRounding(node)
  return {
    types: [to],
    single: to === 'float64' && node.inputs[0]!.single,
    ...((to === 'float32' || to === 'float64') && {
      runSparse: (x: SparseTensor) => [castSparse(x, to)],
      keepsSparse: true,
    }),
    rows(width) {
      if (!floats.includes(from) || !floats.includes(to)) return null
      if (to === 'float64' || from === to) return { width, steps: 0, run: null }
      return {
        width,
        steps: width,
        rounds: true,
        run(x, at, rows, out) {
          for (let i = 0, count = rows * width; i < count; i++) out[i] = fround(x[at + i]!)
        },
      }
    },
    run([x]) {
      if (from === to) return [x!]
      const out = make(node, to, x!.dims)
      convert(x!.data, from, out, to)
      return [tensorOf(to, x!.dims, out)]
    },
  }
}

function castSparse({ type, dims, rows }: SparseTensor, to: 'float32' | 'float64'): SparseTensor {
  if (to === 'float64' || type === to) return { type: to, dims, rows }
  return {
    type: to,
    dims,
    rows: rows.map(({ indices, values }) => ({ indices, values: values.map(Math.fround) })),
  }
}

export const cast: Kernel = /* @__PURE__ */ defineKernel({ domain: '', name: 'Cast', since: 6, inputs: [1, 1], bind })
