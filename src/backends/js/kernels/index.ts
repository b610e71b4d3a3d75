import type { Kernel } from '../kernel.js'
import { add } from './add.js'
import { argMax } from './argmax.js'
import { cast } from './cast.js'
import { concat } from './concat.js'
import { constant } from './constant.js'
import { div } from './div.js'
import { flatten } from './flatten.js'
import { gather } from './gather.js'
import { gemm } from './gemm.js'
import { identity } from './identity.js'
import { matMul } from './matmul.js'
import { mul } from './mul.js'
import { neg } from './neg.js'
import { relu } from './relu.js'
import { reshape } from './reshape.js'
import { sigmoid } from './sigmoid.js'
import { slice } from './slice.js'
import { softmax } from './softmax.js'
import { squeeze } from './squeeze.js'
import { sub } from './sub.js'
import { tanh } from './tanh.js'
import { transpose } from './transpose.js'
import { treeEnsemble } from './tree-ensemble.js'
import { unsqueeze } from './unsqueeze.js'

/** Every operator of this version. Adding one is its file and a line here. */
export const allKernels: readonly Kernel[] = [
  add,
  argMax,
  cast,
  concat,
  constant,
  div,
  flatten,
  gather,
  gemm,
  identity,
  matMul,
  mul,
  neg,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  squeeze,
  sub,
  tanh,
  transpose,
  treeEnsemble,
  unsqueeze,
]

export {
  add,
  argMax,
  cast,
  concat,
  constant,
  div,
  flatten,
  gather,
  gemm,
  identity,
  matMul,
  mul,
  neg,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  squeeze,
  sub,
  tanh,
  transpose,
  treeEnsemble,
  unsqueeze,
}
