import { bun } from '../runtimes/bun.mjs'
import { deno } from '../runtimes/deno.mjs'
import { chromium } from '../runtimes/puppeteer.mjs'
import { workerd } from '../runtimes/workerd.mjs'
import { browser, react } from './browser.mjs'
import { csv } from './csv.mjs'
import { offline } from './offline.mjs'
import { installPackages } from './packages.mjs'
import { parquet } from './parquet.mjs'
import * as servers from './servers.mjs'

/** Its name, what is missing to run it (null for nothing), and what throws unless it does what it should. */
const example = (name, needs, check) => ({ name, missing: () => firstOf(needs), check })

function firstOf(needs) {
  for (const need of needs) {
    const missing = need()
    if (missing !== null) return missing
  }
  return null
}

export const examples = [
  example('edge', [workerd.available], servers.edge),
  example('kv', [workerd.available], servers.kv),
  example('deno', [deno.available], servers.deno),
  example('bun', [bun.available], servers.bun),
  example('hono on Node', [installPackages], servers.honoNode),
  example('hono on Deno', [deno.available, installPackages], servers.honoDeno),
  example('hono on Bun', [bun.available, installPackages], servers.honoBun),
  example('hono on workerd', [workerd.available, installPackages], servers.honoWorkerd),
  example('browser', [chromium.available], browser),
  example('react', [chromium.available, installPackages], react),
  example('csv', [chromium.available], csv),
  example('offline', [chromium.available], offline),
  example('parquet', [installPackages], parquet),
]
