import { load } from 'skewless'
import bundle from '../../pima/pima.mlbundle'
import { appOf } from './app.mjs'

export default appOf(await load(bundle))
