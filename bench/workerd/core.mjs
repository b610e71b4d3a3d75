import { load } from '../../dist/core.js'
import * as kernels from '../../dist/backends/js/kernels/index.js'
import * as ops from '../../dist/ops/index.js'
import bundle from './model.mlbundle'

const tables = {
  ops: [ops.cast, ops.checkFinite, ops.concat, ops.impute, ops.oneHot, ops.select, ops.sigmoid, ops.threshold],
  kernels: [kernels.add, kernels.cast, kernels.matMul, kernels.treeEnsemble],
}
let model

export default {
  async fetch(request) {
    const record = await request.json()
    model ??= await load(bundle, tables)
    return Response.json(await model.predict(record))
  },
}
