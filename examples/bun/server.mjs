// bun server.mjs [BUNDLE]: scores POSTed records.
import { load } from 'skewless'
import { answer } from '../shared/answer.mjs'

const model = await load(Bun.file(Bun.argv[2] ?? new URL('../pima/pima.mlbundle', import.meta.url)))
const port = Number(process.env.PORT ?? 8080)
const server = Bun.serve({ hostname: '127.0.0.1', port, fetch: (request) => answer(model, request) })
console.log(`listening on http://127.0.0.1:${server.port}`)
