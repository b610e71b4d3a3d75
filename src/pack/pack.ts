import { webCryptoSha256, type Sha256 } from '../bundle/sha256.js'
import { writeBundle } from '../bundle/write.js'
import { writeJson, type JsonValue } from '../json/canonical.js'
import { tagNumber } from '../json/number.js'
import { loadWith, type Tables } from '../model/load.js'
import { defaultLimits } from '../limits.js'
import { readModel } from '../onnx/read.js'
import { writeTensors } from '../tensors/write.js'
import type { BundleDefinition } from './define.js'

/** The value with NaN, infinities and -0 tagged; typed arrays become arrays. */
function toJson(value: unknown): JsonValue {
  if (typeof value === 'number') return tagNumber(value) as JsonValue
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, (x) => tagNumber(x) as JsonValue)
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value as JsonValue
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function requiredOps({ graph }: BundleDefinition): { op: string; version: number }[] {
  const seen = new Map<string, { op: string; version: number }>()
  for (const node of graph.nodes) {
    if ('op' in node) seen.set(`${node.op} ${node.version}`, { op: node.op, version: node.version })
  }
  return [...seen.values()].sort((a, b) => byText(a.op, b.op) || a.version - b.version)
}

function requiredOpsets(models: Readonly<Record<string, Uint8Array>>): { domain: string; version: number }[] {
  const highest = new Map<string, number>()
  for (const [name, bytes] of Object.entries(models)) {
    for (const { domain, version } of readModel(bytes, name, defaultLimits).opsets) {
      const key = domain === '' ? 'ai.onnx' : domain
      highest.set(key, Math.max(version, highest.get(key) ?? 0))
    }
  }
  return [...highest].map(([domain, version]) => ({ domain, version })).sort((a, b) => byText(a.domain, b.domain))
}

function entriesOf(definition: BundleDefinition): Map<string, Uint8Array> {
  const { models, tensors, strings, golden, profile, readme, license, extra } = definition
  const utf8 = new TextEncoder()
  const entries = new Map([
    ['schema.json', writeJson(toJson(definition.schema))],
    ['graph.json', writeJson(toJson(definition.graph))],
    ...Object.entries(models ?? {}),
    ...Object.entries(extra ?? {}),
  ])
  if (tensors) entries.set('tensors.safetensors', writeTensors(new Map(Object.entries(tensors))))
  if (strings) entries.set('strings.json', writeJson(strings as JsonValue))
  if (golden !== undefined) entries.set('golden.json', writeJson(toJson(golden)))
  if (profile !== undefined) entries.set('profile.json', writeJson(toJson(profile)))
  if (readme !== undefined) entries.set('README.md', utf8.encode(readme))
  if (license !== undefined) entries.set('LICENSE', utf8.encode(license))
  return entries
}

/**
 * The bundle of a definition: the same bytes for the same definition. What was written is loaded again, so it throws what
 * `load` throws; golden cases are not replayed, and the manifest says `verified: false`.
 */
export async function packWith(
  definition: BundleDefinition,
  tables: Tables,
  sha256: Sha256 = webCryptoSha256,
): Promise<Uint8Array> {
  const info = {
    name: definition.name,
    version: definition.version,
    description: definition.description ?? '',
    licence: definition.licence ?? null,
    owner: definition.owner ?? null,
    created: definition.created ?? null,
    requires: { ops: requiredOps(definition), opsets: requiredOpsets(definition.models ?? {}) },
    training: toJson(definition.training ?? null),
    verified: false,
    contains_training_rows: definition.containsTrainingRows ?? [],
  }
  const bytes = await writeBundle(entriesOf(definition), info, sha256)
  const model = await loadWith(bytes, tables, { sha256 })
  model.dispose()
  return bytes
}
