import { consistsOf, hexDigits } from '../characters.js'
import { BundleError, mismatch, pointer, quote } from '../errors.js'
import type { JsonValue } from '../json/canonical.js'
import { plainContext } from '../json/context.js'
import { decode } from '../json/decode.js'
import { freeze } from '../json/freeze.js'
import {
  bool,
  choice,
  dictionary,
  fields,
  integer,
  json,
  list,
  nullable,
  number,
  text,
  type Shape,
} from '../json/shape.js'
import { isEntryName } from '../zip/name.js'
import { isTimestamp } from './timestamp.js'

/** The newest `format_version` that this library reads, and the one that it writes. */
export const formatVersion = 1

export const formatName = 'skewless-bundle'

const nullableText = /* @__PURE__ */ nullable(/* @__PURE__ */ text())

const training = /* @__PURE__ */ fields({
  libraries: /* @__PURE__ */ dictionary(/* @__PURE__ */ text()),
  platform: nullableText,
  source_revision: nullableText,
  data: /* @__PURE__ */ list(
    /* @__PURE__ */ fields({
      name: /* @__PURE__ */ text(),
      digest: nullableText,
      rows: /* @__PURE__ */ nullable(/* @__PURE__ */ integer(0)),
      period: nullableText,
    }),
  ),
  parameters: json,
  metrics: /* @__PURE__ */ dictionary(/* @__PURE__ */ number({ nonFinite: true })),
})

const manifest = /* @__PURE__ */ fields({
  format: /* @__PURE__ */ choice('skewless-bundle'),
  format_version: /* @__PURE__ */ integer(1, 1),
  name: /* @__PURE__ */ text(1),
  version: /* @__PURE__ */ text(1),
  description: /* @__PURE__ */ text(),
  licence: nullableText,
  owner: nullableText,
  created: nullableText,
  entries: /* @__PURE__ */ list(
    /* @__PURE__ */ fields({
      name: /* @__PURE__ */ text(1),
      size: /* @__PURE__ */ integer(0),
      sha256: /* @__PURE__ */ text(64),
      detachable: bool,
    }),
  ),
  requires: /* @__PURE__ */ fields({
    ops: /* @__PURE__ */ list(
      /* @__PURE__ */ fields({ op: /* @__PURE__ */ text(1), version: /* @__PURE__ */ integer(1) }),
    ),
    opsets: /* @__PURE__ */ list(
      /* @__PURE__ */ fields({ domain: /* @__PURE__ */ text(1), version: /* @__PURE__ */ integer(1) }),
    ),
  }),
  training: /* @__PURE__ */ nullable(training),
  verified: bool,
  contains_training_rows: /* @__PURE__ */ list(/* @__PURE__ */ text(1)),
})

/** The form of bundle.json. */
export const manifestShape: Shape = manifest

export interface ManifestEntry {
  readonly name: string
  /** Bytes, inflated. */
  readonly size: number
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string
  /** Whether the entry may be absent from the archive. */
  readonly detachable: boolean
}

export interface Training {
  readonly libraries: ReadonlyMap<string, string>
  readonly platform: string | null
  readonly source_revision: string | null
  readonly data: readonly {
    readonly name: string
    readonly digest: string | null
    readonly rows: number | null
    readonly period: string | null
  }[]
  readonly parameters: JsonValue
  readonly metrics: ReadonlyMap<string, number>
}

/** What spec/bundle.md says of bundle.json. */
export interface Manifest {
  readonly format: 'skewless-bundle'
  readonly format_version: number
  readonly name: string
  readonly version: string
  readonly description: string
  readonly licence: string | null
  readonly owner: string | null
  readonly created: string | null
  readonly entries: readonly ManifestEntry[]
  readonly requires: {
    readonly ops: readonly { readonly op: string; readonly version: number }[]
    readonly opsets: readonly { readonly domain: string; readonly version: number }[]
  }
  readonly training: Training | null
  readonly verified: boolean
  readonly contains_training_rows: readonly string[]
}

/** Refuses a manifest of a newer format before anything else of it is looked at. */
function checkVersion(value: JsonValue, at: string): void {
  const { format, format_version: version } = Object(value) as { readonly [key: string]: unknown }
  if (format === formatName && Number.isInteger(version) && (version as number) > formatVersion) {
    throw new BundleError(
      'ERR_VERSION',
      `this is format version ${version}, and this library reads up to ${formatVersion}: update it`,
      pointer(at, 'format_version'),
    )
  }
}

function checkEntries(entries: readonly ManifestEntry[], at: string): void {
  entries.forEach(({ name, sha256, detachable }, i) => {
    const fail = (key: string, message: string): never => {
      throw new BundleError('ERR_MANIFEST_INVALID', message, pointer(at, i, key))
    }
    if (i > 0 && !(entries[i - 1]!.name < name)) fail('name', `expected entries sorted by name, got ${quote(name)}`)
    if (name === 'bundle.json' || name === 'signatures.json') fail('name', `${quote(name)} is never listed`)
    if (!isEntryName(name)) fail('name', `expected a name that an entry may have, got ${quote(name)}`)
    if (sha256.length !== 64 || !consistsOf(sha256, hexDigits)) {
      fail('sha256', `expected 64 hexadecimal digits, got ${quote(sha256)}`)
    }
    if (detachable && !isDetachable(name)) fail('detachable', `${quote(name)} can't be detachable`)
  })
}

/** Whether scoring can do without the entry. */
export function isDetachable(name: string): boolean {
  return ['golden.json', 'profile.json', 'README.md', 'LICENSE'].includes(name) || name.startsWith('extra/')
}

/** bundle.json, checked in itself and deeply frozen; throws ERR_VERSION or ERR_MANIFEST_INVALID. */
export function decodeManifest(value: JsonValue, at: string): Manifest {
  checkVersion(value, at)
  const decoded: Manifest = decode(manifest, value, at, plainContext('ERR_MANIFEST_INVALID'))
  const { created } = decoded
  if (created !== null && !isTimestamp(created)) {
    const message = `expected a date and time of RFC 3339, got ${quote(created)}`
    throw new BundleError('ERR_MANIFEST_INVALID', message, pointer(at, 'created'))
  }
  checkEntries(decoded.entries, pointer(at, 'entries'))
  decoded.contains_training_rows.forEach((name, i) => {
    if (decoded.entries.some((entry) => entry.name === name)) return
    const place = pointer(at, 'contains_training_rows', i)
    mismatch('ERR_MANIFEST_INVALID', 'a listed entry', quote(name), place)
  })
  return freeze(decoded)
}
