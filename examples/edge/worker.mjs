// Scores POSTed records: one, or an array.
import { load } from 'skewless'
import bundle from '../pima/pima.mlbundle'
import { answer } from '../shared/answer.mjs'

// Loaded as the worker starts: a damaged bundle fails the deployment, not the requests.
const model = await load(bundle)

export default { fetch: (request) => answer(model, request) }
