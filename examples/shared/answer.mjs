import { BundleError } from 'skewless/core'

/** Scores the POSTed record, or an array of them: the same in every runtime that has Request and Response. */
export async function answer(model, request) {
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
}
