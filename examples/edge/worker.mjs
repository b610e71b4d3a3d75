// Scores POSTed records: one, or an array.
import { BundleError, load } from 'skewless'
import bundle from '../pima/pima.mlbundle'

// Loaded as the worker starts: a damaged bundle fails the deployment, not the requests.
const model = await load(bundle)

export default {
  async fetch(request) {
    if (request.method !== 'POST') return Response.json({ error: 'expected POST' }, { status: 405 })
    let data
    try {
      data = await request.json()
    } catch {
      return Response.json({ error: 'expected JSON' }, { status: 400 })
    }
    if (Array.isArray(data)) return Response.json(await model.predictBatch(data, { onInvalid: 'null' }))
    try {
      return Response.json(await model.predict(data))
    } catch (error) {
      if (error instanceof BundleError && error.code === 'ERR_INPUT') {
        return Response.json({ issues: error.issues }, { status: 400 })
      }
      throw error
    }
  },
}
