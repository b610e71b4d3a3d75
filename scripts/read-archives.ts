// What the reader makes of each file of a folder, as JSON: node scripts/run.mjs scripts/read-archives.ts FOLDER
// A file gives the code that it is refused with, or its entries in order with the SHA-256 of each.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { BundleError } from '../src/errors.js'
import { defaultLimits } from '../src/limits.js'
import { readZip } from '../src/zip/read.js'

function read(bytes: Uint8Array): string | [string, string][] {
  try {
    const zip = readZip(bytes, defaultLimits)
    return [...zip.entries.keys()].map((name) => [name, createHash('sha256').update(zip.read(name)).digest('hex')])
  } catch (error) {
    if (error instanceof BundleError) return error.code
    throw error
  }
}

const [folder] = process.argv.slice(2)
const files = readdirSync(folder!).sort()
console.log(
  JSON.stringify(
    Object.fromEntries(files.map((file) => [file, read(Uint8Array.from(readFileSync(`${folder}/${file}`)))])),
  ),
)
