import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { runInBrowser } from './browser.mjs'

const driver = '/usr/bin/WebKitWebDriver'
const display = '/usr/bin/Xvfb'
const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'

/** WebKitGTK's own browser, driven by WebDriver (https://www.w3.org/TR/webdriver2/) on a display of its own. */
export const webkitgtk = {
  name: 'webkitgtk',
  engine: 'JavaScriptCore',
  available() {
    const absent = [driver, display, miniBrowser].filter((path) => !existsSync(path))
    return absent.length === 0 ? null : `no ${absent.join(', ')} (test/runtimes/install.sh)`
  },
  run: (bundlePath, dataPath, wasm) => runInBrowser(open, 'page', bundlePath, dataPath, wasm),
}

async function open(url) {
  const screen = spawn(display, ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '800x600x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await firstLine(screen.stdio[3])
  const port = await freePort()
  const env = { ...process.env, DISPLAY: `:${number}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }
  const server = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' })
  const crashed = new Promise((_, reject) => {
    server.on('close', (code) => reject(new Error(`WebKitWebDriver ended with ${code}`)))
    server.on('error', reject)
  })
  const base = `http://127.0.0.1:${port}`
  const close = async () => {
    server.kill('SIGKILL')
    screen.kill('SIGKILL')
  }
  try {
    await ready(base)
    const options = { binary: miniBrowser, args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    const session = await post(`${base}/session`, { capabilities })
    await post(`${base}/session/${session.sessionId}/url`, { url })
    return {
      version: session.capabilities.browserVersion,
      crashed,
      async close() {
        await fetch(`${base}/session/${session.sessionId}`, { method: 'DELETE' })
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function post(url, body) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  const { value } = await response.json()
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`)
  return value
}

/** Asks until the driver listens. */
async function ready(base) {
  for (let tries = 0; tries < 300; tries++) {
    const answered = await fetch(`${base}/status`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('WebKitWebDriver does not answer')
}

function firstLine(stream) {
  return new Promise((resolve, reject) => {
    stream.once('data', (chunk) => resolve(String(chunk).trim()))
    stream.once('close', () => reject(new Error('Xvfb did not start')))
  })
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
