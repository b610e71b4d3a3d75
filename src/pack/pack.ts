import type { Backend } from '../backends/backend.js'
import { decodeProfile } from '../bundle/profile.js'
import { webCryptoSha256, type Sha256 } from '../bundle/sha256.js'
import { writeBundle, type ManifestInfo } from '../bundle/write.js'
import { isBytes } from '../bytes.js'
import { mismatch, quote } from '../errors.js'
import { decodeGraph, type Graph } from '../graph/document.js'
import { requiredOps } from '../graph/required-ops.js'
import { writeJson, type JsonValue } from '../json/canonical.js'
import { isWellFormed } from '../characters.js'
import { defaultLimits } from '../limits.js'
import { checkHost, loadWith, type Tables } from '../model/load.js'
import type { Model } from '../model/model.js'
import { checkOptions } from '../model/options.js'
import { inlineFunctions } from '../onnx/functions.js'
import type { Opset } from '../onnx/model.js'
import { readModel } from '../onnx/read.js'
import { requiredOpsets } from '../onnx/required-opsets.js'
import { writeTensors } from '../tensors/write.js'
import type { BundleDefinition } from './define.js'
import { goldenJson, verify } from './golden.js'
import { plain, reading } from './plain.js'
import { toJson } from './to-json.js'

/** What `pack` does besides writing. */
export interface PackOptions {
  /** What must be able to open the bundle's models, and replays golden cases: what `load` has unless another is passed. */
  readonly backend?: Backend
  /** Whether golden cases are replayed, and a bundle that does not answer them is refused; true unless it is said. */
  readonly verify?: boolean
  /** SHA-256 where the host has no WebCrypto. */
  readonly sha256?: Sha256
}

/** The opsets that the models import which the graph calls; one that is not there is for `load` to refuse. */
function opsetsOf({ nodes }: Graph, models: Readonly<Record<string, Uint8Array>>): readonly Opset[] {
  const called = nodes.flatMap((node) => ('model' in node ? [node.model] : []))
  const here = called.filter((name) => Object.hasOwn(models, name))
  return requiredOpsets(here.map((name) => readModel(models[name]!, name, defaultLimits, inlineFunctions).opsets))
}

const parts: { readonly [K in keyof BundleDefinition]-?: 'object' | 'text' | 'value' } = {
  name: 'value',
  version: 'value',
  description: 'value',
  licence: 'value',
  owner: 'value',
  created: 'value',
  schema: 'value',
  graph: 'value',
  models: 'object',
  tensors: 'object',
  strings: 'object',
  golden: 'object',
  profile: 'value',
  readme: 'text',
  license: 'text',
  extra: 'object',
  training: 'value',
  containsTrainingRows: 'value',
}

/** Refuses what is not there, would be left out, or written as something else. */
function checkParts(definition: BundleDefinition): void {
  const { schema } = definition as Partial<BundleDefinition>
  if (schema === undefined) mismatch('ERR_SCHEMA_INVALID', 'a schema', 'none', 'schema.json#')
  for (const [key, value] of Object.entries(definition) as [string, unknown][]) {
    if (!Object.hasOwn(parts, key)) mismatch('ERR_ARGUMENT', 'a part of a definition', quote(key), key)
    const part = parts[key as keyof BundleDefinition]
    if (value === undefined || part === 'value') continue
    if (part === 'object' && (typeof value !== 'object' || value === null)) {
      mismatch('ERR_ARGUMENT', 'an object', quote(value), key)
    }
    if (part === 'text' && (typeof value !== 'string' || !isWellFormed(value))) {
      mismatch('ERR_ARGUMENT', 'a well-formed string', quote(value), key)
    }
  }
}

/** Other entries are made here, of what was checked. */
function checkFiles(files: Readonly<Record<string, Uint8Array>>, folder: string): void {
  for (const [name, bytes] of Object.entries(files)) {
    if (!name.startsWith(folder)) mismatch('ERR_ZIP_NAME', `a name in ${folder}`, quote(name))
    if (!isBytes(bytes)) mismatch('ERR_ARGUMENT', 'a Uint8Array', quote(bytes), name)
  }
}

function profileJson(profile: JsonValue): JsonValue {
  const content = toJson(profile, 'profile.json#')
  decodeProfile(content, 'profile.json#')
  return content
}

function entriesOf(definition: BundleDefinition, graph: JsonValue): Map<string, Uint8Array> {
  const { models = {}, extra = {}, tensors, strings, golden, profile, readme, license } = definition
  const utf8 = new TextEncoder()
  const entries = new Map([
    ...Object.entries(models),
    ...Object.entries(extra),
    ['schema.json', writeJson(toJson(definition.schema, 'schema.json#'))],
    ['graph.json', writeJson(graph)],
  ])
  if (tensors) entries.set('tensors.safetensors', writeTensors(new Map(Object.entries(tensors))))
  if (strings) entries.set('strings.json', writeJson(toJson(strings, 'strings.json#')))
  if (golden !== undefined) entries.set('golden.json', writeJson(goldenJson(golden)))
  if (profile !== undefined) entries.set('profile.json', writeJson(profileJson(profile)))
  if (readme !== undefined) entries.set('README.md', utf8.encode(readme))
  if (license !== undefined) entries.set('LICENSE', utf8.encode(license))
  return entries
}

/**
 * The bundle of a definition: the same bytes for the same definition. What was written is loaded again, so it throws what
 * `load` throws. Golden cases are replayed unless `verify` is false, and throw ERR_GOLDEN_INVALID when they are not answered;
 * the manifest says `verified: true` when they were.
 */
export async function packWith(given: BundleDefinition, tables: Tables, options?: PackOptions): Promise<Uint8Array> {
  const {
    verify: verified = true,
    sha256 = webCryptoSha256,
    backend = tables.backend,
  }: PackOptions = reading(() => ({ ...checkOptions(options, 'backend', 'verify', 'sha256') }), '')
  reading(() => checkHost(sha256, backend), '')
  const definition = plain(given, '')
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    mismatch('ERR_ARGUMENT', 'a definition', quote(given))
  }
  const { golden } = definition
  checkParts(definition)
  checkFiles(definition.models ?? {}, 'models/')
  checkFiles(definition.extra ?? {}, 'extra/')
  const graph = toJson({ features: [], ...definition.graph }, 'graph.json#')
  const decoded = decodeGraph(graph, 'graph.json#')
  const info = {
    name: definition.name,
    version: definition.version,
    description: definition.description ?? '',
    licence: definition.licence ?? null,
    owner: definition.owner ?? null,
    created: definition.created ?? null,
    requires: {
      ops: requiredOps(decoded),
      opsets: opsetsOf(decoded, definition.models ?? {}),
    },
    training: definition.training ?? null,
    verified: verified && golden !== undefined,
    contains_training_rows: definition.containsTrainingRows ?? [],
  }
  const manifest = toJson(info, 'bundle.json#')
  const write = async (content: BundleDefinition): Promise<{ bytes: Uint8Array; model: Model }> => {
    const bytes = await writeBundle(entriesOf(content, graph), manifest as unknown as ManifestInfo, sha256)
    return { bytes, model: await loadWith(bytes, tables, { sha256, backend }) }
  }
  const { bytes, model } = await write(definition)
  try {
    if (golden === undefined || !verified) return bytes
    const backends = await verify(model, golden)
    if (golden.backends !== undefined) return bytes
    const complete = await write({ ...definition, golden: { ...golden, backends } })
    complete.model.dispose()
    return complete.bytes
  } finally {
    model.dispose()
  }
}
