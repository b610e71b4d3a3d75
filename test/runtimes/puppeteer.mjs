import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInBrowser } from './browser.mjs'
import { missingPackages, secondsAllowed } from './child.mjs'

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const engines = {
  chromium: { engine: 'V8', executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromiumFlags },
  firefox: { engine: 'SpiderMonkey', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', args: [] },
}

const timeout = secondsAllowed * 1000

/** Launches a browser with a profile of its own, which `close` removes, and opens a page. `more` are flags beside the usual ones. */
export async function launchBrowser(browserName, more = []) {
  const { executablePath, args } = engines[browserName]
  const { launch } = (await import('puppeteer-core')).default
  const userDataDir = mkdtempSync(join(tmpdir(), `skewless-${browserName}-`))
  const browser = await launch({
    browser: browserName === 'firefox' ? 'firefox' : 'chrome',
    executablePath,
    headless: true,
    userDataDir,
    args: [...args, ...more],
    timeout,
    protocolTimeout: timeout,
  })
  const page = await browser.newPage()
  page.setDefaultTimeout(timeout)
  const close = async () => {
    await browser.close()
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  return { browser, page, close }
}

/** A browser that puppeteer drives; `where` is page, worker or service worker, `flags` are more than the usual ones. */
export function puppeteerRuntime(browserName, where, flags = []) {
  const { engine, executablePath } = engines[browserName]
  const open = async (url) => {
    const { browser, page, close } = await launchBrowser(browserName, flags)
    const version = `${await browser.version()}`.replace(/^.*\//, '')
    const crashed = new Promise((_, reject) => {
      page.on('error', reject)
      // Firefox brings what the policy refused here too, which the page itself tells.
      page.on('pageerror', (error) => error.message.startsWith('Content-Security-Policy') || reject(error))
    })
    await page.goto(url)
    return { version, crashed, close }
  }
  return {
    name: where === 'page' ? browserName : `${browserName}-${where.replace(' ', '-')}`,
    engine,
    available: () =>
      existsSync(executablePath)
        ? missingPackages('puppeteer-core')
        : `no ${executablePath} (test/runtimes/install.sh)`,
    run: (bundlePath, dataPath, wasm) => runInBrowser(open, where, bundlePath, dataPath, wasm),
  }
}

export const chromium = puppeteerRuntime('chromium', 'page')
export const chromiumWorker = puppeteerRuntime('chromium', 'worker')
export const chromiumServiceWorker = puppeteerRuntime('chromium', 'service worker')
export const firefox = puppeteerRuntime('firefox', 'page')
export const firefoxWorker = puppeteerRuntime('firefox', 'worker')
