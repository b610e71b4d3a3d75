// deno run --allow-net --allow-read --allow-env server.mjs [BUNDLE]: scores POSTed records.
import { load } from 'skewless'
import { answer } from '../shared/answer.mjs'

const file = await Deno.open(Deno.args[0] ?? new URL('../pima/pima.mlbundle', import.meta.url))
const model = await load(file.readable)
const port = Number(Deno.env.get('PORT') ?? 8080)
const onListen = ({ port }) => console.log(`listening on http://127.0.0.1:${port}`)
Deno.serve({ hostname: '127.0.0.1', port, onListen }, (request) => answer(model, request))
