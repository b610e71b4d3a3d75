import type { Tensor, TensorType } from '../backend.js'
import { fitTo } from './broadcast.js'
import { make, tensorOf, transposed } from './dims.js'
import { integerProduct } from './integer-product.js'
import type { Bound, Kernel, NodeContext } from './kernel.js'
import { bigIntegers, commonType, hasInput, integers } from './types.js'
import { bindRooted, rooted } from './whole-reduction.js'

const wide: readonly TensorType[] = ['int32', 'uint32', 'int64', 'uint64']

/** Steps of work that a multiplication and addition of 64 bits counts beyond the one of any type. */
const STEPS_OF_64_BITS = 31

/** alpha · (a · b) + beta · c of integers, which wrap; c broadcasts to the product. */
function multiply(node: NodeContext, a: Tensor, b: Tensor, c: Tensor | null, alpha: number, beta: number): Tensor {
  const { dims, inner, columns, places } = integerProduct(node, a, b)
  const type = a.type as TensorType
  const out = make(node, type, dims)
  const bias = c === null ? null : fitTo(node, c, dims).data
  if (bigIntegers.includes(type)) {
    const [x, y, z, more] = [a.data, b.data, out, bias] as unknown as readonly BigInt64Array[]
    const [of, and] = [BigInt(alpha), BigInt(beta)]
    node.charge(out.length * inner * STEPS_OF_64_BITS)
    places((place, left, right) => {
      let sum = 0n
      for (let i = 0; i < inner; i++) sum += x![left + i]! * y![right + i * columns]!
      z![place] = of * sum + (more ? and * more[place]! : 0n)
    })
  } else {
    const [x, y, z, more] = [a.data, b.data, out, bias] as unknown as readonly Int32Array[]
    places((place, left, right) => {
      let sum = 0
      for (let i = 0; i < inner; i++) sum = (sum + Math.imul(x![left + i]!, y![right + i * columns]!)) | 0
      z![place] = Math.imul(alpha, sum) + (more ? Math.imul(beta, more[place]!) : 0)
    })
  }
  return tensorOf(type, dims, out)
}

function bindMatMul(node: NodeContext): Bound {
  return { types: [commonType(node, wide)], run: ([a, b]) => [multiply(node, a!, b!, null, 1, 1)] }
}

function bindGemm(node: NodeContext): Bound {
  const type = commonType(node, wide)
  const [alpha, beta] = [node.float('alpha', 1), node.float('beta', 1)]
  const [transA, transB] = [node.int('transA', 0) !== 0, node.int('transB', 0) !== 0]
  const biased = hasInput(node, 2)
  if (!biased && node.version < 11) node.invalid('expected input 2')
  if (alpha !== (alpha | 0) || beta !== (beta | 0)) node.unsupported('expected whole alpha and beta')
  return {
    types: [type],
    run([a, b, c]) {
      if (a!.dims.length !== 2 || b!.dims.length !== 2) node.refuse('expected a and b of 2 dimensions')
      const [left, right] = [transA ? transposed(node, a!) : a!, transB ? transposed(node, b!) : b!]
      return [multiply(node, left, right, biased ? c! : null, alpha, beta)]
    },
  }
}

/** MatMul and Gemm since version 9, and reductions of floats, with integers of 32 and 64 bits beside floats; other kernels as they are. */
export function withIntegers(kernel: Kernel): Kernel {
  const { domain, name, bind } = kernel
  const own = name === 'MatMul' ? bindMatMul : name === 'Gemm' ? bindGemm : rooted.includes(name) ? bindRooted : null
  if (domain !== '' || own === null) return kernel
  const isInteger = ({ inputs: [first], version }: NodeContext): boolean =>
    (version >= 9 || own === bindRooted) && (integers as readonly unknown[]).includes(first?.type)
  return { ...kernel, bind: (node) => (isInteger(node) ? own(node, kernel) : bind(node)) }
}
