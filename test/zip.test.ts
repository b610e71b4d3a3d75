import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { BundleError } from '../src/errors.js'
import { defaultLimits, resolveLimits, type Limits } from '../src/limits.js'
import { isEntryName } from '../src/zip/name.js'
import { readZip } from '../src/zip/read.js'
import { writeZip } from '../src/zip/write.js'
import { forge, utf8, type ForgedEntry, type Forgery } from './zip-forge.js'

const manifest: ForgedEntry = { name: 'bundle.json', data: utf8('{"a":1}') }

function open(bytes: Uint8Array, limits: Partial<Limits> = {}): Map<string, Uint8Array> {
  const zip = readZip(bytes, { ...defaultLimits, ...limits })
  return new Map([...zip.entries.keys()].map((name) => [name, zip.read(name)]))
}

function failure(run: () => unknown): { code: string; at: string } | undefined {
  try {
    run()
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    return { code: error.code, at: error.at }
  }
  return undefined
}

function deflated(name: string, content: Uint8Array, change: Partial<ForgedEntry> = {}): ForgedEntry {
  const data = new Uint8Array(deflateRawSync(content))
  return { name, data, method: 8, size: content.length, crc: crc32(content), ...change }
}

describe('readZip', () => {
  it('reads stored and deflated entries in order', () => {
    const text = utf8('abc'.repeat(1000))
    const files = open(forge([manifest, deflated('extra/b.txt', text), { name: 'extra/a', data: utf8('z') }]))
    expect([...files.keys()]).toEqual(['bundle.json', 'extra/b.txt', 'extra/a'])
    expect(files.get('bundle.json')).toEqual(utf8('{"a":1}'))
    expect(files.get('extra/b.txt')).toEqual(text)
    expect(files.get('extra/a')).toEqual(utf8('z'))
  })

  it('says size and CRC-32 of each entry', () => {
    const zip = readZip(forge([deflated('bundle.json', utf8('123456789'))]), defaultLimits)
    expect(zip.entries.get('bundle.json')).toEqual({ name: 'bundle.json', size: 9, crc32: 0xcbf43926 })
  })

  it('reads an archive that is a part of a larger buffer', () => {
    const bytes = forge([manifest, deflated('LICENSE', utf8('x'.repeat(99)))])
    const larger = new Uint8Array(bytes.length + 20).fill(0x50)
    larger.set(bytes, 7)
    expect(open(larger.subarray(7, 7 + bytes.length)).get('LICENSE')).toEqual(utf8('x'.repeat(99)))
  })

  it.each([
    ['no attributes', { external: 0 }],
    ['made by DOS, no attributes', { madeBy: 20, external: 0 }],
    ['mode without a file type', { external: 0o644 * 0x10000 }],
    ['version 1.0 needed', { needed: 10 }],
    ['UTF-8 flag', { flags: 0x800 }],
    ['any time', { time: 0x1234, date: 0x5678 }],
  ])('takes %s', (_, change) => {
    expect(open(forge([{ ...manifest, ...change }])).size).toBe(1)
  })

  it('does not know other names', () => {
    const zip = readZip(forge([manifest]), defaultLimits)
    expect(failure(() => zip.read('graph.json'))).toEqual({ code: 'ERR_ENTRY_MISSING', at: '' })
    expect(failure(() => zip.read('__proto__'))).toEqual({ code: 'ERR_ENTRY_MISSING', at: '' })
  })

  const structure: [string, ForgedEntry[], Forgery?][] = [
    ['no entries', []],
    ['another first entry', [{ name: 'graph.json' }, manifest]],
    ['a prefix that offsets count', [manifest], { prefix: utf8('MZ') }],
    [
      'a prefix that offsets do not count',
      [{ ...manifest, offset: 0 }],
      { prefix: utf8('MZ'), end: { start: 37 + 11 } },
    ],
    ['trailing bytes', [manifest], { suffix: utf8('x') }],
    ['an archive comment', [manifest], { end: { commentSize: 1 }, suffix: utf8('x') }],
    ['a comment size without a comment', [manifest], { end: { commentSize: 1 } }],
    ['another end signature', [manifest], { end: { signature: 0x06054b51 } }],
    ['bytes before the end record', [manifest], { beforeEnd: utf8('x') }],
    ['bytes in the directory that are no header', [manifest], { beforeEnd: utf8('x'), end: { size: 46 + 11 + 1 } }],
    ['more entries than headers', [manifest], { end: { count: 2, total: 2 } }],
    ['more entries than the directory can hold', [manifest], { end: { count: 999, total: 999 } }],
    ['fewer entries than headers', [manifest, { name: 'LICENSE' }], { end: { count: 1, total: 1 } }],
    ['a directory beyond the archive', [manifest], { end: { start: 0xfffffff0 } }],
    ['a directory that is longer than its headers', [manifest], { end: { size: 46 + 11 + 1 } }],
    ['a directory of another size', [manifest], { end: { size: 0 } }],
    ['another central signature', [{ ...manifest, signature: 0x02014b51 }]],
    ['another local signature', [{ ...manifest, local: { signature: 0x04034b51 } }]],
    ['a name beyond the directory', [{ ...manifest, nameSize: 0xfffe }]],
    ['an entry comment', [{ ...manifest, comment: utf8('x') }]],
    ['a link', [{ ...manifest, external: 0o120777 * 0x10000 }]],
    ['a directory by mode', [{ ...manifest, external: 0o040755 * 0x10000 }]],
    ['a directory by DOS attributes', [{ ...manifest, madeBy: 20, external: 0x10 }]],
    ['a read-only file', [{ ...manifest, external: 1 }]],
    ['other permissions', [{ ...manifest, external: 0o100755 * 0x10000 }]],
    ['a mode on DOS', [{ ...manifest, madeBy: 20 }]],
    ['another system', [{ ...manifest, madeBy: 0x0714, external: 0 }]],
    ['internal attributes', [{ ...manifest, internal: 1 }]],
    ['a stored entry of two sizes', [{ ...manifest, size: 6 }]],
    ['data beyond the directory', [{ ...manifest, compressedSize: 8, size: 8 }]],
    ['data far beyond the archive', [{ ...manifest, compressedSize: 0x7fffffff, size: 0x7fffffff }]],
    ['a gap between entries', [{ ...manifest, gap: utf8('x') }, { name: 'LICENSE' }]],
    ['a gap before the directory', [{ ...manifest, gap: utf8('x') }]],
    ['an overlap', [manifest, { name: 'LICENSE', offset: 0 }]],
    ['an offset into the first entry', [manifest, { name: 'LICENSE', offset: 1 }]],
    ['another local version', [{ ...manifest, local: { needed: 10 } }]],
    ['other local flags', [{ ...manifest, local: { flags: 0x800 } }]],
    ['another local method', [{ ...manifest, local: { method: 8 } }]],
    ['another local time', [{ ...manifest, local: { time: 1 } }]],
    ['another local date', [{ ...manifest, local: { date: 0 } }]],
    ['another local CRC', [{ ...manifest, local: { crc: 0 } }]],
    ['another local compressed size', [{ ...manifest, local: { compressedSize: 0 } }]],
    ['another local size', [{ ...manifest, local: { size: 0 } }]],
    ['another local name', [{ ...manifest, local: { name: 'bundle.jsoN' } }]],
    ['a longer local name', [{ ...manifest, local: { name: 'bundle.json5' } }]],
    ['a local extra field', [{ ...manifest, local: { extra: utf8('UT\0\0') } }]],
  ]
  it.each(structure)('refuses %s', (_, entries, forgery) => {
    expect(failure(() => open(forge(entries, forgery)))?.code).toBe('ERR_ZIP_INVALID')
  })

  it('says what is wrong', () => {
    const message = (entry: Partial<ForgedEntry>): unknown => {
      try {
        return open(forge([{ ...manifest, ...entry }]))
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(message({ comment: utf8('x') })).toBe('expected no comment, got one (at bundle.json)')
    expect(message({ nameSize: 12 })).toBe('expected a name, got one that is 12 bytes long')
    expect(message({ offset: 9 })).toBe('expected a local header at byte 0, got 9 (at bundle.json)')
    expect(message({ method: 12 })).toBe('expected method 0 or 8, got 12 (at bundle.json)')
    expect(message({ name: '../a\n' })).toBe('expected a name that a bundle may have, got "../a\\n"')
  })

  it('refuses entries in another order than their data', () => {
    const size = 30 + 7
    const entries = [
      { name: 'bundle.json', offset: size, local: { name: 'LICENSE' } },
      { name: 'LICENSE', offset: 0, local: { name: 'bundle.json' } },
    ]
    expect(failure(() => open(forge(entries)))).toEqual({ code: 'ERR_ZIP_INVALID', at: 'bundle.json' })
  })

  it('refuses what is too short for an archive, and any archive cut short', () => {
    const bytes = forge([manifest, deflated('LICENSE', utf8('x'.repeat(99)))])
    for (let size = 0; size < bytes.length; size++) {
      expect(failure(() => open(bytes.subarray(0, size)))?.code).toBe('ERR_ZIP_INVALID')
    }
  })

  const unsupported: [string, ForgedEntry[], Forgery?][] = [
    ['several disks', [manifest], { end: { disk: 1 } }],
    ['a directory on another disk', [manifest], { end: { directoryDisk: 1 } }],
    ['fewer entries on this disk', [manifest], { end: { total: 2 } }],
    ['an entry on another disk', [{ ...manifest, disk: 1 }]],
    ['the zip64 marker of the disks', [manifest], { end: { disk: 0xffff, directoryDisk: 0xffff } }],
    ['the zip64 marker of the count', [manifest], { end: { count: 0xffff, total: 0xffff } }],
    ['the zip64 marker of the directory size', [manifest], { end: { size: 0xffffffff } }],
    ['the zip64 marker of the directory start', [manifest], { end: { start: 0xffffffff } }],
    ['the zip64 marker of the compressed size', [{ ...manifest, compressedSize: 0xffffffff }]],
    ['the zip64 marker of the size', [{ ...manifest, size: 0xffffffff }]],
    ['the zip64 marker of the offset', [{ ...manifest, offset: 0xffffffff }]],
    ['version 4.5', [{ ...manifest, needed: 45 }]],
    ['an extra field', [{ ...manifest, extra: Uint8Array.of(1, 0, 0, 0) }]],
    ['encryption', [{ ...manifest, flags: 1 }]],
    ['strong encryption', [{ ...manifest, flags: 0x40 }]],
    ['an encrypted directory', [{ ...manifest, flags: 0x2000 }]],
    ['a data descriptor', [{ ...manifest, flags: 8 }]],
    ...[1, 2, 4, 5, 7, 8, 9, 10, 12, 14, 15].map((bit): [string, ForgedEntry[]] => [
      `flag bit ${bit}`,
      [{ ...manifest, flags: 1 << bit }],
    ]),
    ...[1, 9, 12, 14, 93, 95, 99].map((method): [string, ForgedEntry[]] => [
      `method ${method}`,
      [{ ...manifest, method }],
    ]),
  ]
  it.each(unsupported)('does not support %s', (_, entries, forgery) => {
    expect(failure(() => open(forge(entries, forgery)))?.code).toBe('ERR_ZIP_UNSUPPORTED')
  })

  it.each([
    ['twice', 'extra/a', 'extra/a'],
    ['twice but for case', 'extra/a', 'extra/A'],
  ])('refuses a name that is there %s', (_, first, second) => {
    const bytes = forge([manifest, { name: first }, { name: second }])
    expect(failure(() => open(bytes))).toEqual({ code: 'ERR_ZIP_NAME', at: second })
  })

  it.each([
    ['', utf8('')],
    ['../a', utf8('../a')],
    ['bytes that are not ASCII', Uint8Array.of(...utf8('extra/'), 0xe4)],
    ['UTF-8 that is not ASCII', utf8('extra/ä')],
    ['NUL', utf8('extra/a\0')],
    ['256 bytes', utf8('extra/' + 'a'.repeat(250))],
    ['65,000 bytes', utf8('extra/' + 'a'.repeat(65_000))],
  ])('refuses the name %s', (_, name) => {
    expect(failure(() => open(forge([manifest, { name }])))).toEqual({ code: 'ERR_ZIP_NAME', at: '' })
  })
})

describe('limits', () => {
  const ten = deflated('extra/ten', utf8('a'.repeat(10)))
  const archive = forge([manifest, ten])
  const compressed = ten.data!.length
  const json = forge([manifest, { name: 'graph.json', data: utf8('12345678') }])
  const owners = forge([manifest, { name: 'extra/a.json', data: utf8('12345678') }])
  it.each<[string, Uint8Array, Partial<Limits>, Partial<Limits>]>([
    ['archive', archive, { archive: archive.length }, { archive: archive.length - 1 }],
    ['entries', archive, { entries: 2 }, { entries: 1 }],
    ['entry', archive, { entry: 10 }, { entry: 9 }],
    ['total', archive, { total: 17 }, { total: 16 }],
    ['json', json, { json: 8 }, { json: 7 }],
    ['json of the owner', owners, { json: 7 }, { entry: 7 }],
    ['ratio', archive, { ratio: 10 / compressed }, { ratio: 9.9 / compressed }],
  ])('%s: at the limit and beyond', (_, bytes, at, beyond) => {
    expect(failure(() => open(bytes, at))).toBeUndefined()
    expect(failure(() => open(bytes, beyond))?.code).toBe('ERR_LIMIT')
  })

  it('that there are none of are named', () => {
    expect(() => resolveLimits({ zip: 1 } as object)).toThrow(/^expected one of the limits archive, .*, got "zip"$/)
    expect(() => resolveLimits({ json: -1 })).toThrow(/^expected a limit of at least 0 for "json", got -1$/)
  })

  it('come before anything is inflated', () => {
    const bomb = deflated('extra/bomb', new Uint8Array(1_000_000), { size: 0x7fffffff })
    expect(failure(() => readZip(forge([manifest, bomb]), defaultLimits))).toEqual({
      code: 'ERR_LIMIT',
      at: 'extra/bomb',
    })
  })
})

describe('entry data', () => {
  const text = utf8('hello, hello, hello, hello')
  const raw = new Uint8Array(deflateRawSync(text))
  it.each([
    ['a stored entry with another CRC', forge([{ ...manifest, crc: 1 }])],
    ['a deflated entry with another CRC', forge([deflated('bundle.json', text, { crc: 1 })])],
    ['more bytes than declared', forge([deflated('bundle.json', text, { size: text.length - 1 })])],
    ['fewer bytes than declared', forge([deflated('bundle.json', text, { size: text.length + 1 })])],
    ['no bytes declared', forge([deflated('bundle.json', text, { size: 0, crc: 0 })])],
    ['a byte after the stream', forge([deflated('bundle.json', text, { data: Uint8Array.of(...raw, 0) })])],
    ['a stream cut short', forge([deflated('bundle.json', text, { data: raw.subarray(0, -1) })])],
    ['an empty stream', forge([deflated('bundle.json', utf8(''), { data: utf8('') })])],
  ])('refuses %s', (_, bytes) => {
    expect(failure(() => open(bytes))).toEqual({ code: 'ERR_ZIP_DATA', at: 'bundle.json' })
  })
})

describe('isEntryName', () => {
  it.each([
    ...[
      'bundle.json',
      'schema.json',
      'graph.json',
      'tensors.safetensors',
      'strings.json',
      'golden.json',
      'profile.json',
    ],
    ...[
      'README.md',
      'LICENSE',
      'signatures.json',
      'models/main.onnx',
      'models/A-1_b.2.onnx',
      'extra/a',
      'extra/a/b/c.d',
    ],
    ...[
      'extra/_',
      'extra/0',
      'extra/constructor',
      'extra/__proto__',
      'extra/com',
      'extra/com10',
      'extra/com0',
      'extra/conx.txt',
    ],
    'extra/' + 'a'.repeat(249),
  ])('takes %s', (name) => {
    expect(isEntryName(name)).toBe(true)
  })

  it.each([
    ...[
      '',
      '/',
      'a',
      'Bundle.json',
      'bundle.json/',
      '/bundle.json',
      './bundle.json',
      'readme.md',
      'models',
      'models/',
      'extra',
      'extra/',
    ],
    ...[
      'models/a.ONNX',
      'models/.onnx',
      'models/a/b.onnx',
      'models/a.onnx.',
      'models/onnx',
      'Models/a.onnx',
      'extra//a',
      'extra/a/',
    ],
    ...[
      'extra/.',
      'extra/..',
      'extra/../a',
      'extra/.a',
      'extra/-a',
      'extra/a.',
      'extra/a b',
      'extra/a\\b',
      'extra/C:a',
      'extra/a:b',
    ],
    ...[
      'extra/ä',
      'extra/a\u0000',
      'extra/\u212a',
      'extra/a\n',
      'extra/con',
      'extra/CON',
      'extra/nul.txt',
      'extra/Aux.tar.gz',
      'extra/prn',
    ],
    ...[
      'extra/com1',
      'extra/LPT9.x',
      'extra/con/a',
      'models/con.onnx',
      '__proto__',
      'constructor',
      'extra/' + 'a'.repeat(250),
    ],
  ])('refuses %j', (name) => {
    expect(isEntryName(name)).toBe(false)
  })
})

describe('writeZip', () => {
  let seed = 1
  const noise = Uint8Array.from({ length: 5000 }, () => (seed = (Math.imul(seed, 1664525) + 1013904223) | 0) >>> 24)
  const entries = [
    { name: 'schema.json', data: utf8('{"fields":' + '[1,2,3],'.repeat(500) + '}') },
    { name: 'extra/b', data: new Uint8Array() },
    { name: 'extra/B2', data: new Uint8Array(10_000_000) },
    { name: 'bundle.json', data: utf8('{}') },
    { name: 'models/main.onnx', data: new Uint8Array(1000), store: true },
    { name: 'LICENSE', data: noise },
  ]
  const bytes = writeZip(entries)

  it('puts bundle.json first and the others in order, and is read back', () => {
    const files = open(bytes)
    const order = ['bundle.json', 'LICENSE', 'extra/B2', 'extra/b', 'models/main.onnx', 'schema.json']
    expect([...files.keys()]).toEqual(order)
    for (const { name, data } of entries) expect(Buffer.compare(files.get(name)!, data)).toBe(0)
  })

  it('gives the same bytes whatever the order', () => {
    expect(Buffer.compare(writeZip([...entries].reverse()), bytes)).toBe(0)
  })

  it('writes the smallest archive as it always has', () => {
    expect(Buffer.from(writeZip([{ name: 'bundle.json', data: utf8('{}') }])).toString('hex')).toBe(
      '504b0304' +
        '1400' +
        '0000' +
        '0000' +
        '0000' +
        '2100' +
        '43bfa6a3' +
        '02000000' +
        '02000000' +
        '0b00' +
        '0000' +
        '62756e646c652e6a736f6e' +
        '7b7d' +
        '504b0102' +
        '1403' +
        '1400' +
        '0000' +
        '0000' +
        '0000' +
        '2100' +
        '43bfa6a3' +
        '02000000' +
        '02000000' +
        '0b00' +
        '0000' +
        '0000' +
        '0000' +
        '0000' +
        '0000a481' +
        '00000000' +
        '62756e646c652e6a736f6e' +
        '504b0506' +
        '0000' +
        '0000' +
        '0100' +
        '0100' +
        '39000000' +
        '2b000000' +
        '0000',
    )
  })

  it('stores what deflate does not shrink, shrinks beyond the default ratio, or should leave alone', () => {
    const methods = new Map<string, number>()
    const view = new DataView(bytes.buffer)
    for (
      let at = view.getUint32(bytes.length - 6, true);
      at < bytes.length - 22;
      at += 46 + view.getUint16(at + 28, true)
    ) {
      const name = bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true))
      methods.set(Buffer.from(name).toString(), view.getUint16(at + 10, true))
    }
    expect(Object.fromEntries(methods)).toEqual({
      'bundle.json': 0,
      LICENSE: 0,
      'extra/B2': 0,
      'extra/b': 0,
      'models/main.onnx': 0,
      'schema.json': 8,
    })
  })

  it.each([
    ['a bad name', [{ name: '../a', data: noise }], 'ERR_ZIP_NAME'],
    [
      'a name twice',
      [
        { name: 'bundle.json', data: noise },
        { name: 'bundle.json', data: noise },
      ],
      'ERR_ZIP_NAME',
    ],
    [
      'a name twice but for case',
      [
        { name: 'extra/a', data: noise },
        { name: 'extra/A', data: noise },
      ],
      'ERR_ZIP_NAME',
    ],
    ['no bundle.json', [{ name: 'LICENSE', data: noise }], 'ERR_ENTRY_MISSING'],
  ])('refuses %s', (_, wrong, code) => {
    expect(failure(() => writeZip(wrong))?.code).toBe(code)
  })

  it('refuses more entries than an archive without zip64 can have', () => {
    const many = Array.from({ length: 65_535 }, (_, i) => ({
      name: i === 0 ? 'bundle.json' : `extra/${i}`,
      data: noise,
    }))
    expect(failure(() => writeZip(many))?.code).toBe('ERR_LIMIT')
  })

  const python = spawnSync('python3', ['--version']).status === 0
  describe.skipIf(!python)(python ? 'with Python' : 'with Python (skipped: there is no python3)', () => {
    const inFolder = (run: (folder: string) => void): void => {
      const folder = mkdtempSync(join(tmpdir(), 'zip-'))
      try {
        run(folder)
      } finally {
        rmSync(folder, { recursive: true })
      }
    }

    it('is read by zipfile: names, sizes, modes, times, CRCs', () => {
      inFolder((folder) => {
        writeFileSync(join(folder, 'a.zip'), bytes)
        const script = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, i.file_size, i.external_attr >> 16, i.create_system, i.date_time] for i in z.infolist()]))`
        const listed: unknown = JSON.parse(
          execFileSync('python3', ['-c', script, join(folder, 'a.zip')], { encoding: 'utf8' }),
        )
        const row = (name: string, size: number): unknown => [name, size, 0o100644, 3, [1980, 1, 1, 0, 0, 0]]
        expect(listed).toEqual([
          row('bundle.json', 2),
          row('LICENSE', 5000),
          row('extra/B2', 10_000_000),
          row('extra/b', 0),
          row('models/main.onnx', 1000),
          row('schema.json', 4011),
        ])
      })
    })

    it('reads what zipfile writes', () => {
      inFolder((folder) => {
        const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for name, data in [("bundle.json", b"{}"), ("graph.json", b"[1,2,3]" * 1000), ("extra/empty", b"")]:
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.create_system, info.external_attr, info.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
        z.writestr(info, data, compresslevel=9)`
        execFileSync('python3', ['-c', script, join(folder, 'a.zip')])
        const read = `import sys; sys.stdout.buffer.write(open(sys.argv[1], "rb").read())`
        const files = open(new Uint8Array(execFileSync('python3', ['-c', read, join(folder, 'a.zip')])))
        expect([...files.keys()]).toEqual(['bundle.json', 'graph.json', 'extra/empty'])
        expect(files.get('graph.json')).toEqual(utf8('[1,2,3]'.repeat(1000)))
      })
    })
  })
})
