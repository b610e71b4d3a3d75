// Runs in Node, Bun and Deno: BUNDLE DATA [must-refuse-text]; prints { version, result }.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { refusesText } from './ban.mjs'

const [bundlePath, dataPath, ban] = process.argv.slice(2)
const { run } = await import(pathToFileURL(bundlePath).href)
const result = await run(JSON.parse(readFileSync(dataPath, 'utf8')))
if (ban === 'must-refuse-text' && !refusesText()) throw new Error('this runtime was to refuse new Function and did not')
const { bun, deno, node, v8, webkit } = process.versions
const version = bun ? `${bun} (WebKit ${webkit.slice(0, 8)})` : `${deno ?? node} (V8 ${v8})`
process.stdout.write(JSON.stringify({ version, result }))
