// Scores POSTed records: one, or an array.
import bundle from '../pima/pima-edge.mlbundle'
import { answer } from '../shared/answer.mjs'
import { open } from './open.mjs'

// Loaded as the worker starts: a damaged bundle fails the deployment, not the requests.
const model = await open(bundle)

export default { fetch: (request) => answer(model, request) }
