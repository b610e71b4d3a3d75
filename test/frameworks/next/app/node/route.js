import { answer } from '../../answer.js'
import { bundle } from '../../bundle.js'

export const dynamic = 'force-dynamic'
export const GET = async () => new Response(await answer(bundle))
