// Opens the model as the worker starts, before it listens.
import { answer, open } from 'engine'

const model = await open()

export default {
  async fetch(request) {
    return Response.json(await answer(model, await request.json()))
  },
}
