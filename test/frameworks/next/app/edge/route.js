import { answer } from '../../answer.js'
import { bundle } from '../../bundle.js'

export const runtime = 'edge'
export const GET = async () => new Response(await answer(bundle))
