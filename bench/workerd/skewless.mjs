import { load } from '../../dist/index.js'
import bundle from './model.mlbundle'

export const open = () => load(bundle)
export const answer = (model, record) => model.predict(record)
