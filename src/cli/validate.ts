import { Command } from 'commander'
import pc from 'picocolors'
import { decodeGolden } from '../bundle/golden.js'
import { decodeManifest, type Manifest } from '../bundle/manifest.js'
import { decodeProfile } from '../bundle/profile.js'
import { readBundle } from '../bundle/read.js'
import { webCryptoSha256 } from '../bundle/sha256.js'
import { BundleError, printable } from '../errors.js'
import { decodeGraph, type Graph } from '../graph/document.js'
import { load } from '../index.js'
import { readJson, type JsonValue } from '../json/canonical.js'
import { defaultLimits } from '../limits.js'
import { readWithin } from '../model/file.js'
import { readZip, type ZipArchive } from '../zip/read.js'
import { checkDocument, documentSchemas } from './documents.js'
import { Failure, print, printJson } from './print.js'

interface Problem {
  readonly level: 'error' | 'warning'
  readonly code: string
  readonly at: string
  readonly message: string
}

interface Verdict {
  readonly file: string
  readonly ok: boolean
  readonly identity: string | null
  readonly problems: readonly Problem[]
}

/** Runs `check` and gives what it threw as a problem. */
async function attempt(problems: Problem[], check: () => unknown): Promise<void> {
  try {
    await check()
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    const { code, at } = error
    const message = error.message.replace(` (at ${at})`, '')
    if (!problems.some((problem) => problem.at === at && problem.code === code)) {
      problems.push({ level: 'error', code, at, message })
    }
  }
}

const documentCodes = new Map([
  ['bundle.json', 'ERR_MANIFEST_INVALID'],
  ['schema.json', 'ERR_SCHEMA_INVALID'],
  ['graph.json', 'ERR_GRAPH_INVALID'],
  ['golden.json', 'ERR_GOLDEN_INVALID'],
  ['profile.json', 'ERR_PROFILE_INVALID'],
])

/** Every document by its JSON Schema, all problems of each. */
async function checkDocuments(archive: ZipArchive, problems: Problem[]): Promise<void> {
  for (const [name, schema] of documentSchemas()) {
    if (!archive.entries.has(name)) continue
    await attempt(problems, () => {
      const value: JsonValue = readJson(archive.read(name), name, defaultLimits)
      for (const { pointer, message } of checkDocument(schema, value)) {
        problems.push({ level: 'error', code: documentCodes.get(name)!, at: `${name}#${pointer}`, message })
      }
    })
  }
}

function lint(manifest: Manifest, graph: Graph, problems: Problem[]): void {
  const warn = (at: string, message: string): void => {
    problems.push({ level: 'warning', code: 'LINT', at, message })
  }
  const names = new Set(manifest.entries.map(({ name }) => name))
  const called = new Set(graph.nodes.flatMap((node) => ('model' in node ? [node.model] : [])))
  for (const name of names) {
    if (name.startsWith('models/') && !called.has(name)) warn(name, 'the graph never calls this model')
  }
  if (!names.has('golden.json')) warn('bundle.json#/entries', 'no golden cases: nothing shows that the bundle is right')
  if (!manifest.verified) warn('bundle.json#/verified', 'the exporter did not replay the golden cases')
  if (manifest.training !== null && manifest.contains_training_rows.length > 0) {
    const entries = manifest.contains_training_rows.join(', ')
    warn('bundle.json#/contains_training_rows', `rows of the training data are in ${entries}: mind who gets the file`)
  }
}

/** The file's bytes; none, and a problem, when it can't be read. */
async function readOrSay(file: string, problems: Problem[]): Promise<Uint8Array> {
  try {
    return await readWithin(file, defaultLimits)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    problems.push({ level: 'error', code: String(error.code), at: '', message: error.message })
    return new Uint8Array(0)
  }
}

async function validate(file: string): Promise<Verdict> {
  const problems: Problem[] = []
  let identity: string | null = null
  const bytes = await readOrSay(file, problems)
  if (problems.length > 0) return { file, ok: false, identity, problems }
  await attempt(problems, async () => {
    const archive = readZip(bytes.slice(), defaultLimits)
    await checkDocuments(archive, problems)
    await attempt(problems, async () => {
      const bundle = await readBundle(bytes.slice(), defaultLimits, webCryptoSha256)
      identity = bundle.identity
      for (const { name } of bundle.manifest.entries) await attempt(problems, () => bundle.entry(name))
      await attempt(problems, async () => {
        const golden = await bundle.entry('golden.json')
        if (golden) decodeGolden(readJson(golden, 'golden.json', defaultLimits), 'golden.json#')
      })
      await attempt(problems, async () => {
        const profile = await bundle.entry('profile.json')
        if (profile) decodeProfile(readJson(profile, 'profile.json', defaultLimits), 'profile.json#')
      })
    })
    await attempt(problems, async () => {
      const model = await load(bytes)
      const graph = decodeGraph(readJson(archive.read('graph.json'), 'graph.json', defaultLimits), 'graph.json#')
      const manifest = decodeManifest(
        readJson(archive.read('bundle.json'), 'bundle.json', defaultLimits),
        'bundle.json#',
      )
      lint(manifest, graph, problems)
      model.dispose()
    })
  })
  return { file, ok: problems.every(({ level }) => level === 'warning'), identity, problems }
}

function printVerdict({ file, ok, identity, problems }: Verdict): void {
  print(`${ok ? pc.green('ok') : pc.red('not ok')}  ${file}${identity === null ? '' : `  identity ${identity}`}`)
  for (const { level, code, at, message } of problems) {
    const place = at === '' ? '' : `${printable(at)}: `
    print(`  ${level === 'error' ? pc.red(code) : pc.yellow('warning')} ${place}${message}`)
  }
}

export function validateCommand(): Command {
  return new Command('validate')
    .description('check bundles: container, manifest, schema, graph, models, digests')
    .argument('<files...>', 'bundles')
    .option('--json', 'print one JSON document')
    .action(async (files: string[], options: { json?: true }) => {
      const verdicts: Verdict[] = []
      for (const file of files) verdicts.push(await validate(file))
      if (options.json) printJson({ ok: verdicts.every(({ ok }) => ok), files: verdicts })
      else verdicts.forEach(printVerdict)
      if (!verdicts.every(({ ok }) => ok)) throw new Failure()
    })
}
