import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename } from 'node:path'
import { withinTime } from './child.mjs'

/** Without 'unsafe-eval', and without 'wasm-unsafe-eval' unless it is said. A worker's policy is that of its own script's response. */
const policyOf = (wasm) =>
  `default-src 'none'; script-src 'self'${wasm}; worker-src 'self'; connect-src 'self'; img-src 'self'`
const page =
  '<!doctype html><meta charset="utf-8"><title>portable</title><script type="module" src="page.mjs"></script>'
const scripts = ['page', 'answer', 'background', 'violations', 'ban']

/**
 * Has a browser run the suite in a page, a worker or a service worker, under the policy; one violation of it is a failure. `open`
 * takes the page's address, and answers the browser's version, a promise that is rejected when the page crashes, and `close`.
 * With `wasm`, the path of a WebAssembly module, that is served too, and the policy allows it to be compiled.
 */
export async function runInBrowser(open, where, bundlePath, dataPath, wasm) {
  const { server, url, answer } = await serve(where, bundlePath, dataPath, wasm)
  let browser
  try {
    browser = await open(url)
    browser.crashed.catch(() => {})
    const reply = await withinTime(Promise.race([answer, browser.crashed]))
    if (reply.error) throw new Error([reply.error, ...reply.violations].join('\n'))
    if (!reply.refusesText || !reply.collects) throw new Error('the page was to refuse new Function and say so')
    for (const violation of reply.violations) {
      reply.result.failures.push({ case: 'Content-Security-Policy', message: violation })
    }
    return { version: browser.version, result: reply.result }
  } finally {
    await browser?.close()
    server.closeAllConnections()
    server.close()
  }
}

/** A server on this machine only: the page, its modules, the data, and one POST that brings the page's answer. */
async function serve(where, bundlePath, dataPath, wasm) {
  const files = new Map([
    ['/', ['text/html', page]],
    ['/task.json', ['application/json', JSON.stringify({ where })]],
    ['/portable.mjs', ['text/javascript', readFileSync(bundlePath)]],
    ['/data.json', ['application/json', readFileSync(dataPath)]],
  ])
  for (const name of scripts) {
    files.set(`/${name}.mjs`, ['text/javascript', readFileSync(new URL(`inside/${name}.mjs`, import.meta.url))])
  }
  if (wasm !== undefined) files.set(`/${basename(wasm)}`, ['application/wasm', readFileSync(wasm)])
  const policy = policyOf(wasm === undefined ? '' : " 'wasm-unsafe-eval'")
  let settle
  const answer = new Promise((resolve) => (settle = resolve))
  const server = createServer(async (request, response) => {
    if (request.method === 'POST' && request.url === '/answer') {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      response.writeHead(204).end()
      settle(JSON.parse(Buffer.concat(chunks).toString()))
      return
    }
    const [type, body] = files.get(request.url) ?? []
    if (type === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, answer, url: `http://127.0.0.1:${server.address().port}/` }
}
