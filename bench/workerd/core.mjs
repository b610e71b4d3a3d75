import { load } from '../../dist/core.js'
import * as kernels from '../../dist/backends/js/kernels/index.js'
import * as ops from '../../dist/ops/index.js'
import bundle from './model.mlbundle'

export const open = () =>
  load(bundle, {
    ops: [ops.cast, ops.checkFinite, ops.concat, ops.impute, ops.oneHot, ops.select, ops.sigmoid, ops.threshold],
    kernels: [kernels.add, kernels.cast, kernels.matMul, kernels.treeEnsemble],
  })
export const answer = (model, record) => model.predict(record)
