import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { launchBrowser } from '../runtimes/puppeteer.mjs'
import { expectSame, path } from './pima.mjs'

const types = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mlbundle': 'application/octet-stream',
}
const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'"

/** Builds the page in a folder of the examples, and answers a server that gives it as a static host does, under the policy. */
async function servePage(folder) {
  execFileSync(process.execPath, [path(`${folder}/build.mjs`)], { stdio: ['ignore', 'ignore', 'inherit'] })
  const server = createServer((request, response) => {
    const name = request.url === '/' ? '/index.html' : request.url
    const type = types[extname(name)]
    let content
    try {
      if (/^\/[\w.-]+$/.test(name)) content = readFileSync(join(path(folder), 'dist', name))
    } catch {
      // Not found.
    }
    if (type === undefined || content === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(content)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${server.address().port}/`, stop }
}

/**
 * Opens the page of a folder of the examples in Chromium while `check` clicks through it; it gets the page of the browser, and what
 * stops the server. Neither may the page throw, nor break its policy.
 */
export async function inPage(folder, check) {
  const { url, stop } = await servePage(folder)
  const { page, close } = await launchBrowser('chromium')
  try {
    const problems = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.evaluateOnNewDocument(() => {
      globalThis.violations = []
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        globalThis.violations.push(`${violatedDirective}: ${blockedURI}`),
      )
    })
    await page.goto(url)
    await check(page, stop)
    expectSame('violations of the policy', await page.evaluate(() => globalThis.violations), [])
    expectSame('errors of the page', problems, [])
    // The policy holds, and what breaks it is seen.
    const seen = await page.evaluate(async () => {
      const violated = new Promise((resolve) => addEventListener('securitypolicyviolation', resolve))
      document.head.append(Object.assign(document.createElement('script'), { textContent: '0' }))
      await violated
      return globalThis.violations
    })
    expectSame('a violation of our own', seen, ['script-src-elem: inline'])
  } finally {
    await close()
    await stop()
  }
}
