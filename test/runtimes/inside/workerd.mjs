// The worker: the data come as the request's body.
import { run } from './portable.mjs'
import { refusesText } from './ban.mjs'

export default {
  async fetch(request) {
    try {
      const result = await run(await request.json())
      return Response.json({ result, refusesText: refusesText() })
    } catch (error) {
      return Response.json({ error: String(error?.stack ?? error) })
    }
  },
}
