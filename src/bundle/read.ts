import { BundleError, mismatch, pointer, quote } from '../errors.js'
import { readJson, type JsonValue } from '../json/canonical.js'
import { plainContext, type NumberArray } from '../json/context.js'
import { decode } from '../json/decode.js'
import { dictionary, list, nullable, text } from '../json/shape.js'
import type { Limits } from '../limits.js'
import { readTensors } from '../tensors/read.js'
import { readZip, type ZipArchive } from '../zip/read.js'
import { decodeManifest, type Manifest } from './manifest.js'
import { hexDigest, type Sha256 } from './sha256.js'

const stringLists = /* @__PURE__ */ dictionary(/* @__PURE__ */ list(/* @__PURE__ */ nullable(/* @__PURE__ */ text())))

/** A bundle whose entries are what its manifest says. */
export interface Bundle {
  /** SHA-256 of bundle.json, 64 hexadecimal digits. */
  readonly identity: string
  readonly manifest: Manifest
  readonly schema: JsonValue
  readonly graph: JsonValue
  readonly tensors: ReadonlyMap<string, NumberArray>
  readonly strings: ReadonlyMap<string, readonly (string | null)[]>
  /** An entry's bytes, inflated and checked at each call, and not kept; undefined when it is absent. */
  entry(name: string): Promise<Uint8Array | undefined>
}

function checkListing(zip: ZipArchive, { entries }: Manifest): void {
  const listed = new Map(entries.map((entry, i) => [entry.name, { ...entry, i }]))
  for (const [name, { size }] of zip.entries) {
    if (name === 'bundle.json' || name === 'signatures.json') continue
    const entry = listed.get(name)
    if (entry === undefined) throw new BundleError('ERR_ENTRY_UNLISTED', 'the manifest does not list this entry', name)
    if (entry.size !== size) {
      const at = pointer('bundle.json#', 'entries', entry.i, 'size')
      mismatch('ERR_MANIFEST_INVALID', `the entry's size ${size}`, entry.size, at)
    }
  }
  for (const { name, i, detachable } of listed.values()) {
    if (zip.entries.has(name) || detachable) continue
    const at = pointer('bundle.json#', 'entries', i)
    throw new BundleError('ERR_ENTRY_MISSING', `the archive has no ${quote(name)}`, at)
  }
  for (const name of ['schema.json', 'graph.json']) {
    if (!listed.has(name))
      throw new BundleError('ERR_ENTRY_MISSING', `the manifest lists no ${quote(name)}`, 'bundle.json#/entries')
  }
}

/**
 * Reads and checks a bundle: container, manifest, listing, and the content of what every load needs. Models, golden cases and
 * whatever else there is are inflated and checked when they are asked for. The archive's bytes belong to the bundle from here on.
 */
export async function readBundle(bytes: Uint8Array, limits: Limits, sha256: Sha256): Promise<Bundle> {
  const zip = readZip(bytes, limits)
  const manifestBytes = zip.read('bundle.json')
  const manifest = decodeManifest(readJson(manifestBytes, 'bundle.json', limits), 'bundle.json#')
  checkListing(zip, manifest)
  const digests = new Map(manifest.entries.map((entry) => [entry.name, entry.sha256]))
  const entry = async (name: string): Promise<Uint8Array | undefined> => {
    if (!zip.entries.has(name)) return undefined
    const content = zip.read(name)
    const digest = await hexDigest(sha256, content)
    if (digest !== digests.get(name)) {
      mismatch('ERR_DIGEST', `SHA-256 ${digests.get(name)}`, digest, name)
    }
    return content
  }
  const json = async (name: string): Promise<JsonValue | undefined> => {
    const content = await entry(name)
    return content && readJson(content, name, limits)
  }
  const tensors = await entry('tensors.safetensors')
  const lists = await json('strings.json')
  return {
    identity: await hexDigest(sha256, manifestBytes),
    manifest,
    schema: (await json('schema.json'))!,
    graph: (await json('graph.json'))!,
    tensors: tensors ? readTensors(tensors, 'tensors.safetensors', limits) : new Map(),
    strings:
      lists === undefined
        ? new Map()
        : decode(stringLists, lists, 'strings.json#', plainContext('ERR_STRINGS_INVALID')),
    entry,
  }
}
