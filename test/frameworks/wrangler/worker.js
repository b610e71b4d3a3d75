import { answer } from './answer.js'
import { bundle } from './bundle.js'

export default {
  async fetch() {
    return new Response(await answer(bundle))
  },
}
