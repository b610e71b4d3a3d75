// node examples/check.mjs: the examples that need another runtime, in it. One that is not installed is skipped with the
// reason; with CI=true that is a failure.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import { fileURLToPath } from 'node:url'
import { load } from 'skewless'
import { launchBrowser, chromium } from '../test/runtimes/puppeteer.mjs'
import { serveWorkerd, workerd } from '../test/runtimes/workerd.mjs'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const model = await load(readFileSync(path('pima/pima.mlbundle')))
const [header, ...rows] = readFileSync(path('pima/records.csv'), 'utf8').trim().split('\n')
const names = header.split(',')
const records = rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i], Number(cell)])))

await check('edge', workerd.available(), edge)
await check('browser', chromium.available(), browser)

async function check(name, missing, work) {
  if (missing !== null) {
    if (process.env.CI === 'true') process.exitCode = 1
    return console.log(`${process.env.CI === 'true' ? 'not ok ' : 'skipped'}  ${name}: ${missing}`)
  }
  try {
    await work()
    console.log(`ok       ${name}`)
  } catch (error) {
    process.exitCode = 1
    console.log(`not ok   ${name}: ${error.stack}`)
  }
}

function expectSame(what, got, expected) {
  if (isDeepStrictEqual(got, expected)) return
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`)
}

async function edge() {
  execFileSync(process.execPath, [path('edge/build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const { port, stop } = await serveWorkerd(path('edge'), ['--socket-addr=http=127.0.0.1:0'])
  const post = async (body) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })
    return [response.status, await response.text()]
  }
  try {
    const bad = { ...records[0], Age: 'old' }
    const batch = [...records, bad]
    const expected = JSON.stringify(await model.predictBatch(batch, { onInvalid: 'null' }))
    expectSame('a batch', await post(JSON.stringify(batch)), [200, expected])
    expectSame('a record', await post(JSON.stringify(records[0])), [
      200,
      JSON.stringify(await model.predict(records[0])),
    ])
    const { issues } = model.validate(bad)
    expectSame('a bad record', await post(JSON.stringify(bad)), [400, JSON.stringify({ issues })])
    expectSame('no JSON', (await post('{'))[0], 400)
  } finally {
    await stop()
  }
}

async function browser() {
  execFileSync(process.execPath, [path('browser/build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const server = await serveDist()
  const opened = await launchBrowser('chromium')
  try {
    const page = await opened.browser.newPage()
    const problems = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.evaluateOnNewDocument(() => {
      globalThis.violations = []
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        globalThis.violations.push(`${violatedDirective}: ${blockedURI}`),
      )
    })
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    await page.waitForSelector('button:enabled')

    const labels = await page.$$eval('label', (all) => all.map(({ textContent }) => textContent.replace(/ \(.*/, '')))
    expectSame('the fields', labels, names)
    const submit = async (record) => {
      for (const [i, name] of names.entries()) {
        await page.$eval(`#field-${i}`, (control) => (control.value = ''))
        await page.type(`#field-${i}`, String(record[name]))
      }
      await page.click('button')
      return page.evaluate(async () => {
        await new Promise((resolve) => setTimeout(resolve))
        const text = document.querySelector('#outputs').textContent
        const places = [...document.querySelectorAll('[id^=issues-]')]
        return { outputs: text === '' ? null : JSON.parse(text), issues: places.map(({ textContent }) => textContent) }
      })
    }
    const none = names.map(() => '')
    const outputs = JSON.parse(JSON.stringify(await model.predict(records[0])))
    expectSame('a good record', await submit(records[0]), { outputs, issues: none })
    const bad = { ...records[0], Age: 'old', BMI: 'high' }
    const beside = new Map(model.validate(bad).issues.map(({ field, message }) => [field, message]))
    const issues = names.map((name) => beside.get(name) ?? '')
    expectSame('a bad record', await submit(bad), { outputs: null, issues })
    expectSame('a good record after it', await submit(records[0]), { outputs, issues: none })
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
    await opened.close()
    server.closeAllConnections()
    server.close()
  }
}

/** The built page as a static host gives it, under the policy. */
async function serveDist() {
  const types = {
    'index.html': 'text/html',
    'page.css': 'text/css',
    'page.js': 'text/javascript',
    'model.mlbundle': '',
  }
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : request.url.slice(1)
    if (!Object.hasOwn(types, name)) return void response.writeHead(404).end()
    const headers = {
      'content-type': types[name] || 'application/octet-stream',
      'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'",
    }
    response.writeHead(200, headers).end(readFileSync(path(`browser/dist/${name}`)))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
