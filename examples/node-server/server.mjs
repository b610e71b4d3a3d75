// node server.mjs BUNDLE [PORT]: scores over HTTP, and takes a new bundle whenever the file changes.
import { watchFile } from 'node:fs'
import { createServer } from 'node:http'
import { BundleError, inputJsonSchema } from 'skewless'
import { loadFile } from 'skewless/node'

const [path, port = '8080'] = process.argv.slice(2)
const bodyLimit = 1_000_000

let model

/** Takes the file's model once it has answered its own golden cases as it should. */
async function take() {
  const next = await loadFile(path)
  const { ok, failures } = await next.test()
  if (!ok) throw new Error(`${failures.length} golden cases failed, first ${failures[0].case}: ${failures[0].message}`)
  model = next
  console.log(`serving ${model.identity}`)
}

/** The same while serving: whatever is wrong with the new bundle, the old one goes on answering. */
const replace = () => take().catch((error) => console.log(`kept ${model.identity}: ${error.message}`))

/** The body, or null when it is over the limit: what is over is read, so that the client hears of it, but not held. */
async function bodyOf(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= bodyLimit) chunks.push(chunk)
  }
  return size <= bodyLimit ? Buffer.concat(chunks) : null
}

/** Status and answer. A refused record is 400 with its issues; in an array it is null, and its issues tell its row. */
async function predict(request) {
  const body = await bodyOf(request)
  if (body === null) return [413, { error: `expected at most ${bodyLimit} bytes` }]
  let data
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    return [400, { error: `expected JSON in UTF-8: ${error.message}` }]
  }
  if (Array.isArray(data)) return [200, await model.predictBatch(data, { onInvalid: 'null' })]
  try {
    return [200, await model.predict(data)]
  } catch (error) {
    if (error instanceof BundleError && error.code === 'ERR_INPUT') return [400, { issues: error.issues }]
    throw error
  }
}

async function answer(request) {
  const { method, url } = request
  if (method === 'POST' && url === '/predict') return predict(request)
  if (method === 'GET' && url === '/schema') return [200, inputJsonSchema(model.schema)]
  return [404, { error: 'expected POST /predict or GET /schema' }]
}

const server = createServer(async (request, response) => {
  const [status, said] = await answer(request).catch((error) => {
    console.error(error)
    return [500, { error: 'internal error' }]
  })
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
})

// Watched from before the first reading, so that no change is missed; one after the other, so that the last one stays.
let taken = Promise.resolve()
watchFile(path, { interval: 500 }, () => (taken = taken.then(replace)))
taken = take()
await taken
server.listen(Number(port), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
