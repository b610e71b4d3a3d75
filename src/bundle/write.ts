import { writeJson, type JsonValue } from '../json/canonical.js'
import { writeZip } from '../zip/write.js'
import { formatName, formatVersion, isDetachable, type Manifest } from './manifest.js'
import { hexDigest, type Sha256 } from './sha256.js'

/** Weights and tensors do not shrink: they are stored. */
function isStored(name: string): boolean {
  return name.endsWith('.onnx') || name.endsWith('.safetensors')
}

/** The archive of entries that already include bundle.json: the same bytes for the same content. */
export function writeArchive(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return writeZip([...entries].map(([name, data]) => ({ name, data, store: isStored(name) })))
}

/** What an author says of a bundle; the rest of the manifest follows from the entries. */
export type ManifestInfo = Omit<Manifest, 'format' | 'format_version' | 'entries' | 'training'> & {
  readonly training: JsonValue
}

/** Writes bundle.json for the entries, and the archive of all of them. */
export async function writeBundle(
  entries: ReadonlyMap<string, Uint8Array>,
  info: ManifestInfo,
  sha256: Sha256,
): Promise<Uint8Array> {
  const names = [...entries.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const listed: JsonValue[] = []
  for (const name of names) {
    const data = entries.get(name)!
    listed.push({ name, size: data.length, sha256: await hexDigest(sha256, data), detachable: isDetachable(name) })
  }
  const manifest = { ...info, format: formatName, format_version: formatVersion, entries: listed }
  return writeArchive(new Map([['bundle.json', writeJson(manifest as unknown as JsonValue)], ...entries]))
}
