import { load } from '../../dist/core.js'
import * as ops from '../../dist/ops/index.js'
import bundle from './model.mlbundle'

export const open = () => load(bundle, { ops: [ops.concatCells, ops.sigmoid, ops.smallTreeEnsemble, ops.threshold] })
export const answer = (model, record) => model.predict(record)
