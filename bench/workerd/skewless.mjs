import { load } from '../../dist/index.js'
import bundle from './model.mlbundle'

let model

export default {
  async fetch(request) {
    const record = await request.json()
    model ??= await load(bundle)
    return Response.json(await model.predict(record))
  },
}
