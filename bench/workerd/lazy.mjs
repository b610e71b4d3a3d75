// Opens the model for the first record.
import { answer, open } from 'engine'

let model

export default {
  async fetch(request) {
    const record = await request.json()
    model ??= await open()
    return Response.json(await answer(model, record))
  },
}
