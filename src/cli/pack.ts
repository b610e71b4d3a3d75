import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { Command } from 'commander'
import { readBundle, type Bundle } from '../bundle/read.js'
import { webCryptoSha256 } from '../bundle/sha256.js'
import { writeArchive } from '../bundle/write.js'
import { BundleError } from '../errors.js'
import { defaultLimits } from '../limits.js'
import { readWithin } from '../model/file.js'
import { readZip } from '../zip/read.js'
import { print, printJson } from './print.js'

async function readFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = new Map<string, Uint8Array>()
  for (const item of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name)
    const name = relative(folder, path).split(sep).join('/')
    if (item.isDirectory()) continue
    if (!item.isFile()) throw new BundleError('ERR_ZIP_UNSUPPORTED', 'expected a file, got a link or a device', name)
    entries.set(name, await readFile(path))
  }
  return entries
}

function readEntries(bytes: Uint8Array): Map<string, Uint8Array> {
  const archive = readZip(bytes, defaultLimits)
  return new Map([...archive.entries.keys()].map((name) => [name, archive.read(name)]))
}

/** A bundle each of whose entries was checked. */
async function readWhole(bytes: Uint8Array): Promise<Bundle> {
  const bundle = await readBundle(bytes, defaultLimits, webCryptoSha256)
  for (const { name } of bundle.manifest.entries) await bundle.entry(name)
  return bundle
}

export function packCommand(): Command {
  return new Command('pack')
    .description('make a bundle of a folder that holds its entries, or pack a bundle anew')
    .argument('<folder>', 'what unpack wrote, or a bundle')
    .requiredOption('-o, --output <file>', 'the bundle to write')
    .option('--json', 'print one JSON document')
    .action(async (source: string, { output, json }: { output: string; json?: true }) => {
      const isFolder = (await stat(source)).isDirectory()
      const entries = isFolder ? await readFolder(source) : readEntries(await readWithin(source, defaultLimits))
      const bytes = writeArchive(entries)
      const { identity } = await readWhole(bytes.slice())
      await writeFile(output, bytes)
      if (json) printJson({ file: output, bytes: bytes.length, identity })
      else print(`${output}  ${bytes.length} bytes  identity ${identity}`)
    })
}

export function unpackCommand(): Command {
  return new Command('unpack')
    .description('write the entries of a bundle into a new folder')
    .argument('<file>', 'a bundle')
    .requiredOption('-o, --output <folder>', 'a folder that does not exist')
    .option('--json', 'print one JSON document')
    .action(async (file: string, { output, json }: { output: string; json?: true }) => {
      const bytes = await readWithin(file, defaultLimits)
      const entries = readEntries(bytes.slice())
      await readWhole(bytes)
      await mkdir(dirname(output), { recursive: true })
      await mkdir(output)
      for (const [name, data] of entries) {
        const path = join(output, name)
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, data, { flag: 'wx' })
      }
      if (json) printJson({ folder: output, entries: [...entries.keys()] })
      else print(`${output}  ${entries.size} entries`)
    })
}
