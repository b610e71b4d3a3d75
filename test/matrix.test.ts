import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

interface Journal {
  add(name: string, values: readonly unknown[]): void
  digests(): Record<string, string>
  readonly lines: readonly string[]
}
interface Result {
  readonly cases: number
  readonly rows: number
  readonly failures: readonly { readonly case: string; readonly message: string }[]
  readonly digests: Record<string, string>
}
const { journal } = (await import(new URL('runtimes/journal.mjs', import.meta.url).href)) as {
  journal(detail?: string): Journal
}
const report = (await import(new URL('runtimes/report.mjs', import.meta.url).href)) as {
  digestOf(result: Result): string
  failuresOf(results: readonly { name: string; status: string; result?: Result }[]): readonly string[]
  differingNames(a: Result, b: Result): readonly string[]
  firstDifference(a: readonly string[], b: readonly string[]): string
  tableOf(results: readonly Row[]): string
}
interface Row {
  readonly name: string
  readonly engine: string
  readonly status: string
  readonly version?: string
  readonly result?: Result
  readonly seconds?: number
}
interface Runtime {
  readonly name: string
  readonly engine?: string
  available(): string | null
  run(program: unknown, dataPath: string): Promise<{ version: string; result: Result }>
}
const { runMatrix, summaryOf } = (await import(new URL('runtimes/matrix.mjs', import.meta.url).href)) as {
  runMatrix(
    runtimes: readonly Runtime[],
    named: { only: readonly string[]; required: readonly string[] },
    program: unknown,
    dataPath: string,
  ): Promise<{ results: readonly Row[]; problems: readonly string[] }>
  summaryOf(results: readonly Row[]): string
}
const tables: readonly (readonly [file: string, runtimes: readonly Runtime[]])[] = [
  ['runtimes', (await import(new URL('runtimes/table.mjs', import.meta.url).href)).runtimes],
  ['backends', (await import(new URL('runtimes/backends/table.mjs', import.meta.url).href)).backends],
]

const digestOf = (...values: readonly unknown[]): string => {
  const made = journal()
  made.add('a', values)
  return made.digests()['a']!
}

describe('the journal of a runtime', () => {
  test.each<[string, readonly unknown[], readonly unknown[]]>([
    ['0 and -0', [0], [-0]],
    ['the last bit', [0.1 + 0.2], [0.3]],
    ['NaN and null', [NaN], [null]],
    ['a number and its text', [1], ['1']],
    ['text and null', ['null'], [null]],
    ['where a text ends', ['ab', 'c'], ['a', 'bc']],
    ['objects', [{ a: 1 }], [{ a: 2 }]],
  ])('tells apart %s', (_, a, b) => {
    expect(digestOf(...a)).not.toBe(digestOf(...b))
    expect(digestOf(...a)).toBe(digestOf(...a))
  })
  test('takes every NaN for one', () => {
    const other = new Float64Array(BigUint64Array.of(0xfff8_0000_0000_0001n).buffer)[0]
    expect(digestOf(other)).toBe(digestOf(NaN))
  })
  test('tells where a row ends, and keeps the lines that are asked for', () => {
    const [one, two] = [journal('a'), journal('b')]
    one.add('a', [1, 2])
    one.add('a', [3])
    two.add('a', [1])
    two.add('a', [2, 3])
    expect(one.digests()).not.toEqual(two.digests())
    expect(one.lines).toEqual(['1 2', '3'])
    expect(two.lines).toEqual([])
  })
})

describe('the report on runtimes', () => {
  const result: Result = { cases: 1, rows: 1, failures: [], digests: { a: '1', b: '2' } }
  test('a digest, a count and a name each count', () => {
    for (const other of [{ cases: 2 }, { rows: 2 }, { digests: { a: '1', b: '3' } }, { digests: { a: '1', c: '2' } }]) {
      expect(report.digestOf({ ...result, ...other })).not.toBe(report.digestOf(result))
    }
  })
  test('names what differs, missing names too, and the first line', () => {
    expect(report.differingNames(result, { ...result, digests: { a: '0', c: '2' } })).toEqual(['a', 'b', 'c'])
    expect(report.differingNames(result, result)).toEqual([])
    expect(report.firstDifference(['1', '2', '3'], ['1', '2.5', '4'])).toBe('line 2: 2 | 2.5')
    expect(report.firstDifference(['1'], [])).toBe('line 1: 1 | nothing')
  })
  test('a failure, nothing that ran, and what broke are problems; what was not run is none', () => {
    const failing = { ...result, failures: [{ case: 'x', message: 'y' }] }
    expect(
      report.failuresOf([
        { name: 'one', status: 'ran', result: failing },
        { name: 'two', status: 'ran', result: failing },
        { name: 'three', status: 'ran', result: { ...result, rows: 0 } },
        { name: 'four', status: 'broke: no' },
        { name: 'five', status: 'not run: not here' },
      ]),
    ).toEqual(['one, two: x: y', 'three: no case ran', 'four: broke: no'])
  })
})

describe('the matrix', () => {
  const result: Result = { cases: 1, rows: 1, failures: [], digests: { a: '1' } }
  const runtime = (name: string, missing: string | null = null): Runtime => ({
    name,
    engine: 'none',
    available: () => missing,
    run: async () => ({ version: '1', result }),
  })
  const none = { only: [], required: [] }
  test('what could not start is not run: it has no digest, and is said by name', async () => {
    const { results, problems } = await runMatrix([runtime('a'), runtime('b', 'no b')], none, '', '')
    expect(problems).toEqual([])
    expect(summaryOf(results)).toBe('1 of 2 runtimes ran; not b')
    const [a, b] = report.tableOf(results).split('\n').slice(2)
    expect(a).toContain(report.digestOf(result))
    expect(b).toMatch(/^\| b +\| none +\| not run: no b \|( +\|){5}$/)
  })
  test('one that answers otherwise than the first of its group is told with the first value that differs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skewless-matrix-'))
    const dataPath = join(folder, 'data.json')
    writeFileSync(dataPath, '{}')
    const answering = (name: string, group: string, answer: string): Runtime & { readonly group: string } => ({
      ...runtime(name),
      group,
      run: async (_, path) => {
        const { detail } = JSON.parse(readFileSync(path, 'utf8')) as { readonly detail?: string }
        const lines = detail === 'a' ? ['same', answer] : []
        return { version: '1', result: { ...result, digests: { a: answer, b: '0' }, lines } }
      },
    })
    const all = [answering('x', 'g', '1'), answering('other', 'h', '2'), answering('y', 'g', '3')]
    expect((await runMatrix(all, none, '', dataPath)).problems).toEqual(['y differs from x in a: a, line 2: 1 | 3'])
    rmSync(folder, { recursive: true })
  })
  test('a runtime that is named must run, and one at least', async () => {
    const named = [runtime('a'), runtime('b', 'no b')]
    const problemsOf = async (only: readonly string[], required: readonly string[]): Promise<readonly string[]> =>
      (await runMatrix(named, { only, required }, '', '')).problems
    expect(await problemsOf([], ['a', 'b'])).toEqual(['b is required and did not run'])
    expect(await problemsOf(['b'], [])).toEqual(['b is required and did not run', 'no runtime ran'])
  })
  test.each(tables)('docs/%s.md has a row for each, and says which did not run', (file, runtimes) => {
    const rows = readFileSync(`docs/${file}.md`, 'utf8')
      .match(/^\| [a-z].*/gm)!
      .slice(1)
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
    expect(cells.map((row) => row[1])).toEqual(runtimes.map(({ name }) => name))
    for (const row of cells) {
      const [failures, digest] = row.slice(-4)
      if (!row[3]!.startsWith('not run: '))
        expect([failures, digest]).toEqual(['0', expect.stringMatching(/^[0-9a-f]{16}$/)])
      else expect([failures, digest]).toEqual(['', ''])
    }
  })
})
