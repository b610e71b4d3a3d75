// Scores POSTed records by the bundle that the store has under the name BUNDLE: a new one needs no deployment.
import { load } from 'skewless'
import { answer } from '../shared/answer.mjs'

/** Read once in the life of an isolate. */
let model

async function open({ BUNDLES, BUNDLE }) {
  const stream = await BUNDLES.get(BUNDLE, 'stream')
  if (stream === null) throw new Error(`the store has no ${BUNDLE}`)
  return load(stream)
}

export default {
  async fetch(request, env) {
    try {
      model ??= await open(env)
    } catch (error) {
      return Response.json({ error: error.message }, { status: 503 })
    }
    return answer(model, request)
  },
}
