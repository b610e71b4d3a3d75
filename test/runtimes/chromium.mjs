import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingPackages, withinTime } from './child.mjs'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Neither 'unsafe-eval' nor 'wasm-unsafe-eval'. */
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'"

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A page in Chromium under a strict Content-Security-Policy; one violation of it is a failure. */
export const chromium = {
  name: 'chromium',
  engine: 'V8',
  available: () =>
    existsSync(executablePath) ? missingPackages('puppeteer-core') : `no ${executablePath} (test/runtimes/install.sh)`,
  async run(bundlePath, dataPath) {
    const { launch } = (await import('puppeteer-core')).default
    const { server, url, answer } = await serve(bundlePath, dataPath)
    const userDataDir = mkdtempSync(join(tmpdir(), 'skewless-chromium-'))
    let browser
    try {
      browser = await launch({ executablePath, headless: true, userDataDir, args: flags })
      const version = `${await browser.version()}`.replace(/^.*\//, '')
      const page = await browser.newPage()
      const crashed = new Promise((_, reject) => {
        page.on('error', reject)
        page.on('pageerror', reject)
      })
      await page.goto(url)
      const reply = await withinTime(Promise.race([answer, crashed]))
      if (reply.error) throw new Error([reply.error, ...reply.violations].join('\n'))
      if (!reply.refusesText || !reply.collects) throw new Error('the page was to refuse new Function and say so')
      for (const violation of reply.violations) {
        reply.result.failures.push({ case: 'Content-Security-Policy', message: violation })
      }
      return { version, result: reply.result }
    } finally {
      await browser?.close()
      server.closeAllConnections()
      server.close()
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  },
}

/** A server on this machine only: the page, its modules, the data, and one POST that brings the page's answer. */
async function serve(bundlePath, dataPath) {
  const inside = (name) => readFileSync(new URL(`inside/${name}`, import.meta.url))
  const files = new Map([
    [
      '/',
      [
        'text/html',
        '<!doctype html><meta charset="utf-8"><title>portable</title><script type="module" src="page.mjs"></script>',
      ],
    ],
    ['/page.mjs', ['text/javascript', inside('page.mjs')]],
    ['/ban.mjs', ['text/javascript', inside('ban.mjs')]],
    ['/portable.mjs', ['text/javascript', readFileSync(bundlePath)]],
    ['/data.json', ['application/json', readFileSync(dataPath)]],
  ])
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
