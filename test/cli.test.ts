import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as kernels from '../src/backends/js/kernels/index.js'
import { exportOf, exportOfKernel } from '../src/cli/imports.js'
import { js } from '../src/js.js'
import * as ops from '../src/ops/index.js'
import * as types from '../src/schema/types/index.js'
import { input, output, pack, type BundleDefinition, type GoldenDefinition } from '../src/pack.js'
import type { Schema } from '../src/schema/document.js'
import type { DatetimeInput, Input } from '../src/schema/input.js'
import { writeModel } from '../src/onnx/write.js'
import { writeZip } from '../src/zip/write.js'
import { age, churn, plan } from './fixtures/churn.js'

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const folder = mkdtempSync(join(tmpdir(), 'skewless-cli-'))
const path = (name: string): string => join(folder, name)
const bundle = path('churn.mlbundle')
const run = (args: readonly string[], input = ''): Run =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
const lines = ({ stdout }: Run): unknown[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)

const exact = { absolute: 0, relative: 0, terms: 0 }
const golden = (label: string): GoldenDefinition => ({
  cases: [
    {
      name: 'one',
      source: 'synthetic',
      record: { age: 30, plan: 'basic' },
      outputs: { label, probabilities: { leave: 0.7310585786300049, stay: 0.2689414213699951 } },
      features: [0, 1, 0],
      terms: null,
    },
  ],
  tolerance: { outputs: { probabilities: { ...exact, absolute: 1e-15 } }, features: exact },
  backends: [],
})

beforeAll(async () => {
  writeFileSync(bundle, await pack({ ...churn, golden: golden('leave') }))
  writeFileSync(path('wrong.mlbundle'), await pack({ ...churn, golden: golden('stay') }, { verify: false }))
  writeFileSync(path('broken.mlbundle'), readFileSync(bundle).subarray(0, -1))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('usage', () => {
  test.each([[['--nonsense']], [['predict']], [['predict', bundle, '--on-invalid', 'maybe']], [['nonsense']]])(
    '%j exits 2',
    (args) => {
      expect(run(args)).toMatchObject({ status: 2, stdout: '' })
    },
  )

  test.each([[['--help']], [['--version']], [['predict', '--help']]])('%j exits 0', (args) => {
    expect(run(args).status).toBe(0)
  })

  test('a file that is not there exits 1', () => {
    const { status, stderr } = run(['test', path('none')])
    expect(status).toBe(1)
    expect(stderr).toMatch(/ENOENT/)
  })

  test.each([['test'], ['inspect'], ['types'], ['bench'], ['predict'], ['diff', bundle], ['unpack', '-o', path('x')]])(
    '%s --json says an error as JSON',
    (...args) => {
      const { status, stdout } = run([...args, path('none'), '--json'])
      expect(status).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'ENOENT' } })
    },
  )

  test.each([['test'], ['inspect'], ['types'], ['bench'], ['predict'], ['diff', bundle], ['unpack', '-o', path('x')]])(
    '%s of a directory says which',
    (...args) => {
      const { status, stdout } = run([...args, tmpdir(), '--json'])
      expect(status).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'ERR_ARGUMENT' } })
      expect(stdout).toContain(`the directory \\"${tmpdir()}\\"`)
    },
  )

  test('two forms at once exit 2', () => {
    expect(run(['inspect', bundle, '--json', '--graph', 'mermaid'])).toMatchObject({ status: 2, stdout: '' })
  })
})

test('every command refuses a file beyond the limit before it reads it', () => {
  const large = path('large.mlbundle')
  writeFileSync(large, '')
  truncateSync(large, 2 ** 40)
  for (const args of [
    ['validate', large],
    ['test', large],
    ['inspect', large],
    ['types', large],
    ['predict', large],
    ['diff', bundle, large],
    ['unpack', large, '-o', path('large')],
  ]) {
    const { status, stderr, stdout } = run(args)
    expect([args[0], status, stderr + stdout]).toEqual([args[0], 1, expect.stringMatching(/ERR_LIMIT.*268435456/s)])
  }
})

describe('validate', () => {
  test('a good bundle, with warnings', () => {
    const { status, stdout } = run(['validate', path('wrong.mlbundle')])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^ok .*identity [0-9a-f]{64}/)
    expect(run(['validate', bundle]).stdout).not.toMatch(/warning/)
    expect(stdout).toMatch(/warning bundle.json#\/verified/)
  })

  test('bad ones among good ones, as JSON', () => {
    const result = run(['validate', bundle, path('broken.mlbundle'), '--json'])
    expect(result.status).toBe(1)
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: false,
      files: [{ ok: true }, { ok: false, identity: null, problems: [{ level: 'error', code: 'ERR_ZIP_INVALID' }] }],
    })
  })

  test('a message stands there as it is', () => {
    expect(run(['validate', 'dist']).stdout).toContain('ERR_ARGUMENT expected a file, got the directory "dist"\n')
  })

  test('every problem of a document', () => {
    expect(run(['unpack', bundle, '-o', path('edit')]).status).toBe(0)
    const schema = JSON.parse(readFileSync(path('edit/schema.json'), 'utf8')) as {
      inputs: { type: string; unit: unknown }[]
    }
    schema.inputs[0]!.unit = 3
    schema.inputs[1]!.type = 'text'
    writeFileSync(path('edit/schema.json'), JSON.stringify(schema))
    expect(run(['pack', path('edit'), '-o', path('edit.mlbundle')]).status).toBe(1)
  })
})

describe('test', () => {
  test('right', () => {
    const { status, stdout } = run(['test', bundle, '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, cases: 1, failures: [], backend: 'js' })
  })

  test('wrong', () => {
    const { status, stdout } = run(['test', path('wrong.mlbundle')])
    expect(status).toBe(1)
    expect(stdout).toMatch(/FAIL one, label: expected "stay", got "leave"/)
  })
})

describe('predict', () => {
  const ndjson = '{"age":30,"plan":"basic"}\n\n{"age":1,"plan":"gold"}\nnonsense\n{"plan":"pro","age":null}\n'

  test('NDJSON from standard input, a refused record as an error', () => {
    const result = run(['predict', bundle, '--on-invalid', 'null'], ndjson)
    expect(result.status).toBe(0)
    expect(result.stderr).toBe('2 of 4 records refused\n')
    const [first, refused, unreadable, last] = lines(result)
    expect(first).toEqual({ label: 'leave', probabilities: { leave: 0.7310585786300049, stay: 0.2689414213699951 } })
    expect(refused).toMatchObject({ error: [{ row: 1, field: 'plans', code: 'refused_by_transform', value: 'gold' }] })
    expect(unreadable).toMatchObject({ error: [{ row: 2, code: 'not_a_record' }] })
    expect(last).toMatchObject({ label: 'stay' })
  })

  test('what is scored although a value is kept is counted and, where asked, written', () => {
    const records = '{"age":130,"plan":"pro"}\n{"age":130}\n{"age":1,"plan":"pro"}\n'
    const issues = path('issues.ndjson')
    const result = run(['predict', bundle, '--on-invalid', 'skip', '--issues', issues], records)
    expect(result.status).toBe(0)
    expect(lines(result)).toHaveLength(2)
    expect(result.stderr).toBe('1 of 3 records refused\n1 of 3 records scored with issues (--issues writes them)\n')
    const flag = { field: 'age', code: 'out_of_range', value: 130, fatal: false }
    expect(lines({ ...result, stdout: readFileSync(issues, 'utf8') })).toMatchObject([
      { row: 0, ...flag },
      { row: 1, ...flag },
      { row: 1, field: 'plan', code: 'absent', fatal: true },
    ])
    expect(run(['predict', bundle, '-o', issues, '--issues', issues], records).status).toBe(2)
  })

  test('a refused record left out', () => {
    expect(lines(run(['predict', bundle, '--on-invalid', 'skip'], ndjson))).toHaveLength(2)
  })

  test('a refused record ends the run, after what came before it', () => {
    const result = run(['predict', bundle], ndjson)
    expect(result.status).toBe(1)
    expect(lines(result)).toHaveLength(1)
    expect(result.stderr).toMatch(/record 2, "plans"/)
  })

  test('CSV in, CSV out, by the names of the files', () => {
    writeFileSync(path('in.csv'), '\ufeffplan,id,age\nbasic,"a,b",30\n"pro",,\ngold,x,1\npro,too short\n')
    const result = run(['predict', bundle, path('in.csv'), '-o', path('out.csv'), '--on-invalid', 'null'])
    expect(result).toMatchObject({ status: 0, stdout: '', stderr: '2 of 4 records refused\n' })
    expect(readFileSync(path('out.csv'), 'utf8')).toBe(
      'label,probabilities.leave,probabilities.stay\nleave,0.7310585786300049,0.2689414213699951\nstay,0.2689414213699951,0.7310585786300049\n,,\n,,\n',
    )
  })

  test('a column twice is refused', () => {
    expect(run(['predict', bundle, '--format', 'csv'], 'age,age\n1,2\n')).toMatchObject({ status: 1, stdout: '' })
  })

  test('an output that is the input, a name that says no format, an unreadable cell: nothing is lost', () => {
    const rows = 'age,plan\n30,basic\n'
    writeFileSync(path('same.csv'), rows)
    expect(run(['predict', bundle, path('same.csv'), '-o', path('same.csv')]).status).toBe(1)
    expect(readFileSync(path('same.csv'), 'utf8')).toBe(rows)
    writeFileSync(path('rows.txt'), rows)
    expect(run(['predict', bundle, path('rows.txt')])).toMatchObject({ status: 2, stdout: '' })
    expect(run(['predict', bundle, path('rows.txt'), '--format', 'csv']).status).toBe(0)
    expect(run(['predict', bundle, '--format', 'csv'], 'age,plan\n30,"basic\n').status).toBe(1)
    expect(run(['predict', bundle, path('none.csv'), '-o', path('kept.csv')]).status).toBe(1)
  })

  test('NDJSON: a byte order mark and line separators inside strings are fine, invalid UTF-8 is not', () => {
    const spaced = '\ufeff{"age":30,"plan":"basic","note":"a\u2028b"}\n'
    expect(lines(run(['predict', bundle], spaced))).toHaveLength(1)
    const broken = spawnSync(process.execPath, ['dist/cli.js', 'predict', bundle], {
      input: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    })
    expect(broken.status).toBe(1)
  })

  test('one JSON document, also of a run that ended early', () => {
    const all = run(['predict', bundle, '-', '--json', '--on-invalid', 'null'], ndjson)
    expect(JSON.parse(all.stdout)).toMatchObject({
      outputs: [{ label: 'leave' }, { error: [{ row: 1 }] }, { error: [{ row: 2 }] }, { label: 'stay' }],
      counts: { records: 4, refused: 2, flagged: 0 },
      error: null,
    })
    const ended = run(['predict', bundle, '--json'], ndjson)
    expect(ended.status).toBe(1)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      outputs: [{ label: 'leave' }],
      counts: { records: 2, refused: 1 },
      error: { row: 1, code: 'refused_by_transform' },
    })
    const broken = run(['predict', bundle, '--json', '--format', 'csv'], 'age,plan\n30,basic\n40,"pro\n')
    expect(broken.status).toBe(1)
    expect(JSON.parse(broken.stdout)).toMatchObject({
      outputs: [{ label: 'leave' }],
      counts: { records: 1 },
      error: { code: 'ERR_ARGUMENT', message: expect.stringMatching(/Quote Not Closed/) as string },
    })
    expect(run(['predict', bundle, '--json', '--output-format', 'csv'], ndjson)).toMatchObject({
      status: 2,
      stdout: '',
    })
  })

  test('a bundle is not written over', () => {
    expect(run(['predict', bundle, '-o', bundle], ndjson).status).toBe(1)
    expect(run(['predict', bundle, '--issues', bundle], ndjson).status).toBe(1)
    expect(run(['validate', bundle]).status).toBe(0)
  })

  test.skipIf(process.platform !== 'linux')('output that can not be written is said', () => {
    const full = openSync('/dev/full', 'w')
    for (const args of [
      ['inspect', bundle],
      ['predict', bundle],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args], {
        input: ndjson,
        encoding: 'utf8',
        stdio: ['pipe', full, 'pipe'],
      })
      expect([status, stderr]).toEqual([1, expect.stringContaining('ENOSPC')])
    }
    closeSync(full)
  })

  test('what is not UTF-8 is named by its line, wherever the input is cut', () => {
    const row = Buffer.from('30,b\u00e4sic\n')
    const rows = Buffer.concat([Buffer.from('"age",plan\n'), ...Array.from({ length: 20_000 }, () => row)])
    const broken = (at: number, byte: number): string => {
      const bytes = Uint8Array.from(rows)
      bytes[at] = byte
      return spawnSync(
        process.execPath,
        ['dist/cli.js', 'predict', bundle, '--format', 'csv', '--on-invalid', 'skip'],
        {
          input: bytes,
          encoding: 'utf8',
        },
      ).stderr
    }
    // Before a character of two bytes and within it, there also where pipes and files are cut, and a last character that does not end.
    const start = 11 + 7000 * row.length
    for (const [at, line] of [
      [start + 3, 7002],
      [start + 5, 7002],
      [65_536, 6554],
      [rows.length - 1, 20_001],
    ] as const) {
      expect(broken(at, 0xe4)).toContain(`expected UTF-8 in the input, got other bytes in line ${line}\n`)
    }
  })

  test('a CSV of something else says what was expected', () => {
    const other = run(['predict', bundle, '--format', 'csv'], 'age;plan\n30;basic\n')
    expect(other).toMatchObject({ status: 1, stdout: '' })
    expect(other.stderr).toMatch(/expected a CSV header with some of age, plan, got age;plan/)
    const short = run(['predict', bundle, '--format', 'csv'], 'age,plan\n30\n')
    expect(short.stderr).toMatch(/record 1: .*"1 cells under a header of 2: 30"/)
  })

  test('a quote inside a cell is a quote, a cell that goes on after its closing quote refuses its row only', () => {
    const rows = `note,plan,age
5" pipe,basic,30
"ab"cd,basic,30
"""ab"" cd",basic,30
"ab"x"y",basic,30
last,basic,40
`
    const { stdout, stderr } = run(['predict', bundle, '--json', '--on-invalid', 'null', '--format', 'csv'], rows)
    const message = expect.stringMatching(/goes on after its closing quote: .*"ab/) as string
    const refused = { error: [{ message }] }
    expect(stderr).toBe('2 of 5 records refused\n')
    expect(JSON.parse(stdout)).toMatchObject({
      outputs: [{ label: 'leave' }, refused, { label: 'leave' }, refused, { label: 'stay' }],
    })
  })

  test('a CSV with several ends of lines, also cut in two; without a header it is none', () => {
    const long = 'x'.repeat(65_536 - '"note",plan,age\r\n'.length - ',basic,40\r'.length)
    const records = `${long},basic,40\r\n"a\r\nb",basic,39\nx,basic,41\rx,basic,38\r\n`
    const mixed = run(['predict', bundle, '--format', 'csv'], `"note",plan,age\r\n${records}`)
    expect(mixed.stderr).toBe('')
    expect(lines(mixed).map((output) => (output as { label: string }).label)).toEqual([
      'stay',
      'leave',
      'stay',
      'leave',
    ])
    const empty = run(['predict', bundle, '--format', 'csv'], '')
    expect(empty).toMatchObject({ status: 1, stdout: '' })
    expect(empty.stderr).toMatch(/expected a CSV header, got nothing/)
  })

  test('more records than one batch, in order', () => {
    const input = Array.from({ length: 3000 }, (_, i) => JSON.stringify({ age: i % 60, plan: 'basic' })).join('\n')
    const labels = lines(run(['predict', bundle], input)).map((output) => (output as { label: string }).label)
    expect(labels).toEqual(Array.from({ length: 3000 }, (_, i) => (i % 60 >= 40 ? 'stay' : 'leave')))
  })
})

describe('inspect', () => {
  test('for people', () => {
    const { status, stdout } = run(['inspect', bundle])
    expect(status).toBe(0)
    expect(stdout).toMatch(/churn 1.0.0/)
    expect(stdout).toMatch(/plan +string/)
  })

  test('as JSON and as a drawing', () => {
    expect(JSON.parse(run(['inspect', bundle, '--json']).stdout)).toMatchObject({ manifest: { name: 'churn' } })
    expect(run(['inspect', bundle, '--graph', 'mermaid']).stdout).toMatch(/^flowchart LR\n {2}i0\(\["age"\]\)/)
  })

  describe('what it needs', () => {
    const schema = {
      ...churn.schema,
      inputs: [age, input('since', 'datetime')],
      outputs: [output('value', 'float64', 'value')],
    }
    const graph = {
      nodes: [
        {
          id: 'm',
          model: 'models/m.onnx',
          inputs: { X: 'input:age' },
          outputs: { y: { name: 'Y', type: 'float64', width: 1 } },
        },
      ],
      outputs: { value: 'm.y' },
    } as const
    const port = { type: 'float64', dims: [-1, 1] } as const
    const model = (opType: string): Uint8Array =>
      writeModel({
        irVersion: 10,
        opsets: [{ domain: '', version: 21 }],
        graph: {
          name: opType,
          inputs: [{ ...port, name: 'X' }],
          outputs: [{ ...port, name: 'Y' }],
          nodes: [{ opType, inputs: ['X'], outputs: ['Y'] }],
        },
      })
    const needs = async (opType: string): Promise<string> => {
      const definition = { ...churn, schema, graph, models: { 'models/m.onnx': model(opType) } }
      writeFileSync(path('needs.mlbundle'), await pack(definition, { backend: js() }))
      return run(['inspect', path('needs.mlbundle'), '--imports']).stdout
    }

    test('ops alone', () => {
      expect(run(['inspect', bundle, '--imports']).stdout)
        .toBe(`// What "churn 1.0.0" needs, for bundlers that keep only what is used.
import { load } from 'skewless/core'
import * as ops from 'skewless/ops'

export const open = (source) =>
  load(source, {
    ops: [ops.concatCells, ops.impute, ops.linear, ops.oneHot, ops.sigmoid, ops.standardScale, ops.threshold],
  })
`)
      expect(run(['inspect', bundle, '--json', '--imports'])).toMatchObject({ status: 2, stdout: '' })
    })

    test('kernels and types', async () => {
      expect(await needs('Abs')).toBe(`// What "churn 1.0.0" needs, for bundlers that keep only what is used.
import { load } from 'skewless/core'
import * as ops from 'skewless/ops'
import * as kernels from 'skewless/kernels'
import * as types from 'skewless/types'

export const open = (source) =>
  load(source, {
    ops: [],
    kernels: [kernels.abs],
    types: [types.datetime],
  })
`)
    })

    test('the small form, terms of expressions, patterns that are words', () => {
      const importsOf = (name: string, ...form: readonly string[]): string =>
        run(['inspect', `examples/${name}-edge.mlbundle`, '--imports', ...form]).stdout
      for (const [name, fast, small] of [
        ['sms/sms', 'ops.countVector', 'ops.smallCountVector'],
        ['telco/telco', 'ops.treeEnsemble', 'ops.smallTreeEnsemble'],
      ] as const) {
        expect(importsOf(name)).toContain(fast)
        expect(importsOf(name, 'fast')).toBe(importsOf(name))
        expect(importsOf(name, 'small')).toBe(importsOf(name).replace(fast, small))
      }
      expect(importsOf('sms/sms')).toContain('ops.tokenizeWords')
      expect(importsOf('pima/pima')).toMatch(
        /^ {6}ops.expressionOf\(\n {8}terms.and,\n(.*\n){7} {8}terms.min,\n {6}\),$/m,
      )
      expect(run(['inspect', bundle, '--imports', 'tiny']).status).toBe(2)
    })

    test('texts as they stand, unless another term makes texts known', async () => {
      const node = (id: string, expression: string) =>
        ({
          id,
          op: 'expression',
          version: 1,
          inputs: ['input:plan'],
          attrs: { variables: ['s'], expression, dtype: 'float64' },
        }) as const
      const termsOf = async (...expressions: readonly string[]): Promise<string> => {
        const nodes = expressions.map((text, i) => node(`n${i}`, text))
        const outputs = nodes.map(({ id }, i) => output(id, i === 0 ? 'string' : 'float64', 'value'))
        const graph = { nodes, outputs: Object.fromEntries(nodes.map(({ id }) => [id, id])) }
        const definition = { ...churn, schema: { ...churn.schema, inputs: [plan], outputs }, graph }
        writeFileSync(path('texts.mlbundle'), await pack(definition))
        return /expressionOf\(.*\)/.exec(run(['inspect', path('texts.mlbundle'), '--imports']).stdout)![0]
      }
      expect(await termsOf('s')).toBe('expressionOf(terms.texts)')
      expect(await termsOf('s', 'length(s)')).toBe('expressionOf(terms.length)')
    })

    test('by the names that the tables export', () => {
      const named = (table: object): [name: string, entry: { name: string; type: string }][] =>
        Object.entries(table).filter(([, entry]) => typeof entry === 'object' && !Array.isArray(entry)) as never
      for (const { name } of kernels.tabularKernels)
        expect(kernels).toHaveProperty(exportOfKernel(name), expect.objectContaining({ name }))
      const {
        concatCells: cells,
        smallCountVector: count,
        smallTreeEnsemble: trees,
        tokenizeWords: words,
        ...each
      } = ops
      expect([cells, count, trees, words].map(({ name }) => name)).toEqual([
        ...['concat', 'count_vector', 'tree_ensemble', 'tokenize'],
      ])
      for (const [name, op] of named(each)) expect(exportOf(op.name)).toBe(name)
      for (const [name, { type }] of named(types)) expect(exportOf(type)).toBe(name)
      expect(named(each)).toHaveLength(ops.allOps.length)
    })

    test('all kernels, where a rare one is wanted', async () => {
      expect(await needs('Sin')).toContain('kernels: kernels.allKernels,\n    functions: kernels.functions,')
    })
  })

  test('a node is not taken for a word of the drawing, nor for an input', async () => {
    const node = (id: string, ref: string) => ({ id, op: 'concat', version: 1, inputs: [ref], attrs: {} }) as const
    const graph = { nodes: [node('end', 'input:age'), node('i0', 'end')], outputs: { y: 'i0' } }
    const outputs = [output('y', 'float64', 'value')]
    writeFileSync(path('end.mlbundle'), await pack({ ...churn, schema: { ...churn.schema, outputs }, graph }))
    expect(run(['inspect', path('end.mlbundle'), '--graph', 'mermaid']).stdout).toBe(`flowchart LR
  i0(["age"])
  n_end["end: concat"]
  i0 --> n_end
  n_i0["i0: concat"]
  n_end --> n_i0
  n_i0 --> o6(["y"])
`)
  })
})

describe('what inspect says of training and golden cases', () => {
  const training = {
    libraries: { 'scikit-learn': '1.9.1' },
    platform: 'linux-x86_64',
    source_revision: 'abc123',
    data: [{ name: 'train.csv', digest: null, rows: 768, period: '2025' }],
    parameters: {},
    metrics: { auc: 0.83, loss: NaN },
  }

  test('for people, and as JSON', async () => {
    const created = '2026-05-01T12:30:00Z'
    const quantiles = Array.from({ length: 23 }, (_, i) => i)
    const numbers = { min: 0, max: 22, mean: 11, deviation: 1, quantiles }
    const age = { name: 'age', count: 8, missing: 1, infinite: 0, numbers, values: null }
    const values = { listed: [{ value: 'stay', count: 5 }], others: 3, distinct: 2 }
    const label = { ...age, name: 'label', key: null, missing: 0, numbers: null, values }
    const profile = { rows: 8, predicted: 8, inputs: [age], outputs: [label], targets: [] }
    const trained = { ...churn, created, training, golden: golden('leave'), profile }
    writeFileSync(path('trained.mlbundle'), await pack(trained))
    const { stdout } = run(['inspect', path('trained.mlbundle')])
    for (const line of [
      /^created {3}2026-05-01T12:30:00Z$/m,
      /^trained {3}scikit-learn 1.9.1, on linux-x86_64, revision abc123$/m,
      /^data {6}train.csv, 768 rows, 2025$/m,
      /^metric {4}auc 0.83$/m,
      /^ {2}1 cases, 0 of them to be refused$/m,
      /^verified {2}yes/m,
      /^ {2}age +0 to 22 +median 11 +12\.5 % missing$/m,
      /^ {2}label +2 different +most often stay/m,
    ])
      expect(stdout).toMatch(line)
    expect(JSON.parse(run(['inspect', path('trained.mlbundle'), '--json']).stdout)).toMatchObject({
      manifest: {
        training: { metrics: { auc: 0.83, loss: { $number: 'NaN' } }, libraries: { 'scikit-learn': '1.9.1' } },
      },
      golden: { cases: 1 },
      profile: { rows: 8, inputs: [{ name: 'age', numbers: { max: 22 } }] },
    })
  })
})

describe('diff', () => {
  const [ageInput, planInput] = churn.schema.inputs
  const nodes = churn.graph.nodes.map((node) =>
    'op' in node && node.op === 'linear' ? { ...node, attrs: { ...node.attrs, matrix: [[1], [0], [3]] } } : node,
  )
  /** The bundle with other parts, in a file. */
  const changed = async (name: string, part: Partial<BundleDefinition>): Promise<string> => {
    writeFileSync(path(name), await pack({ ...churn, golden: golden('leave'), ...part }, { verify: false }))
    return path(name)
  }
  const json = (...files: string[]): unknown => JSON.parse(run(['diff', ...files, '--json']).stdout)

  test('a bundle and itself', () => {
    const { status, stdout } = run(['diff', bundle, bundle])
    expect(status).toBe(0)
    expect(stdout).toMatch(/the same bundle/)
    expect(json(bundle, bundle)).toMatchObject({
      identical: true,
      breaking: false,
      schema: [],
      parts: [],
      answers: { records: 2, refusedByFirst: 0, refusedBySecond: 0, outputs: { label: { differ: 0, worst: 0 } } },
    })
  })

  test('other weights, and what they answer', async () => {
    const record = { name: 'two', record: { age: 30, plan: 'pro' }, outputs: null }
    const { cases, ...rest } = golden('leave')
    const other = await changed('weights.mlbundle', {
      graph: { ...churn.graph, nodes },
      golden: { ...rest, cases: [...cases, record] },
    })
    expect(run(['diff', bundle, other])).toMatchObject({ status: 0 })
    // age 30: 0 + weight - 1; sigmoid(1) against sigmoid(2).
    expect(json(bundle, other)).toMatchObject({
      identical: false,
      breaking: false,
      parts: [{ part: 'node', name: 'score', change: 'changed', message: 'matrix' }],
      answers: {
        records: 3,
        outputs: {
          label: { differ: 0 },
          probabilities: { differ: 1, worst: expect.closeTo(0.8807970779778823 - 0.7310585786300049, 12) as number },
        },
      },
    })
  })

  test('what breaks whoever sends records exits with 1, what does not with 0', async () => {
    const schema = (inputs: readonly Input[], part: Partial<Schema> = {}): Partial<BundleDefinition> => ({
      schema: { ...churn.schema, inputs, ...part },
    })
    const range = { min: 18, max: 120, min_open: false, max_open: false }
    const narrow = { ...age, range, policy: { ...age.policy, out_of_range: 'error' as const } }
    const wide = { ...narrow, range: { ...range, min: 0 } }
    const listed = (categories: string[]): Input => ({
      ...plan,
      categories,
      policy: { ...plan.policy, unseen_category: 'error' },
    })
    const extra = (absent: 'error' | 'missing'): Input => ({ ...age, name: 'extra', policy: { ...age.policy, absent } })
    const day = (part: Partial<DatetimeInput> = {}): Input => ({ ...input('extra', 'datetime'), ...part })
    const sized = (size: number, wrong: 'error' | 'missing' = 'error'): Input =>
      input('extra', 'number_list', { size, policy: { wrong_length: wrong } })
    const loose = (type: 'int64' | 'float64'): Input =>
      ({ ...input('extra', type, { policy: { wrong_type: 'missing' } }) }) as Input
    const ranged = (type: 'float32' | 'float64'): Input => ({ ...narrow, name: 'extra', type }) as Input
    const bounded = (items: 'float32' | 'float64'): Input => input('extra', 'number_list', { size: 1, items, range })
    const short = (categories: string[] | null): Input =>
      input('extra', 'string', { categories, length: { min: 0, max: 3 }, policy: { unseen_category: 'keep' } })
    const lax = { absent_key: 'missing', unseen_key: 'missing' } as const
    const keyed = (keys: string[], items: 'float64' | 'float32' = 'float64', policy = {}): Input =>
      input('extra', 'number_map', { keys, items, policy })
    const cases: [string, Partial<BundleDefinition>, Partial<BundleDefinition>, boolean, string][] = [
      ['a narrower range', schema([wide, planInput!]), schema([narrow, planInput!]), true, 'inputs/age/range'],
      ['a wider range', schema([narrow, planInput!]), schema([wide, planInput!]), false, 'inputs/age/range'],
      [
        'an open bound',
        schema([wide, planInput!]),
        schema([{ ...wide, range: { ...wide.range, min_open: true } }, planInput!]),
        true,
        'inputs/age/range',
      ],
      [
        'one category less',
        schema([ageInput!, listed(['basic', 'pro'])]),
        schema([ageInput!, listed(['pro'])]),
        true,
        'inputs/plan/categories',
      ],
      [
        'one category more',
        schema([ageInput!, listed(['pro'])]),
        schema([ageInput!, listed(['basic', 'pro'])]),
        false,
        'inputs/plan/categories',
      ],
      ['a needed input more', {}, schema([ageInput!, planInput!, extra('error')]), true, 'inputs/extra'],
      ['an input more', {}, schema([ageInput!, planInput!, extra('missing')]), false, 'inputs/extra'],
      ['an input less', schema([ageInput!, planInput!, extra('error')]), {}, false, 'inputs/extra'],
      ['unknown keys refused', {}, schema([ageInput!, planInput!], { unknown_keys: 'error' }), true, 'unknown_keys'],
      [
        'missing refused',
        {},
        schema([{ ...age, policy: { ...age.policy, null: 'error' } }, planInput!]),
        true,
        'inputs/age/policy/null',
      ],
      ['a wider type', schema([{ ...age, type: 'float32' }, planInput!]), {}, false, 'inputs/age/type'],
      ['a narrower type', {}, schema([{ ...age, type: 'float32' }, planInput!]), true, 'inputs/age/type'],
      ['another unit', {}, schema([{ ...age, unit: 'years' }, planInput!]), false, 'inputs/age/unit'],
      ['another format', {}, schema([ageInput!, { ...plan, format: 'uuid' }]), false, 'inputs/plan/format'],
      ...(
        [
          ['a zone', day(), day({ zoned: true }), true, 'zoned'],
          ['integers, beside numbers that are none', loose('int64'), loose('float64'), true, 'type'],
          ['integers', input('extra', 'int64'), input('extra', 'float64'), false, 'type'],
          ['no rounding to the bound', ranged('float32'), ranged('float64'), true, 'type'],
          ['no rounding of items to the bound', bounded('float32'), bounded('float64'), true, 'items'],
          ['no categories, but a length', short(['a']), short(null), true, 'categories'],
          ['another encoding', day(), day({ encoding: 'seconds' }), true, 'encoding'],
          ['another size', sized(2), sized(3), true, 'size'],
          ['another size, and lists of another are missing', sized(2, 'missing'), sized(3, 'missing'), false, 'size'],
          ['wider items', keyed(['a'], 'float32'), keyed(['a']), false, 'items'],
          ['narrower items', keyed(['a']), keyed(['a'], 'float32'), true, 'items'],
          ['a key more', keyed(['a']), keyed(['a', 'b']), true, 'keys'],
          [
            'a key more that may be absent',
            keyed(['a'], 'float64', lax),
            keyed(['a', 'b'], 'float64', lax),
            false,
            'keys',
          ],
          ['a key less', keyed(['a', 'b']), keyed(['a']), true, 'keys'],
          ['keys in another order', keyed(['a', 'b']), keyed(['b', 'a']), false, 'keys'],
        ] as const
      ).map(([name, first, second, breaking, key]): (typeof cases)[number] => [
        name,
        schema([ageInput!, planInput!, first]),
        schema([ageInput!, planInput!, second]),
        breaking,
        `inputs/extra/${key}`,
      ]),
      [
        'an output less',
        {},
        {
          schema: { ...churn.schema, outputs: churn.schema.outputs.slice(0, 1) },
          graph: { ...churn.graph, outputs: { label: 'decide' } },
        },
        true,
        'outputs/probabilities',
      ],
    ]
    for (const [name, first, second, breaking, at] of cases) {
      const files = [await changed('first.mlbundle', first), await changed('second.mlbundle', second)] as const
      const result = run(['diff', ...files, '--json'])
      const { schema: changes } = JSON.parse(result.stdout) as { schema: { breaking: boolean; at: string }[] }
      expect([name, result.status, changes.map((one) => [one.breaking, one.at])]).toEqual([
        name,
        +breaking,
        [[breaking, at]],
      ])
    }
    expect(run(['diff', path('first.mlbundle'), path('second.mlbundle')]).stdout).toMatch(
      /breaking +outputs\/probabilities +removed/,
    )
  }, 120_000)

  test('a file that is no bundle exits with 1, one file with 2', () => {
    expect(run(['diff', bundle, path('broken.mlbundle')])).toMatchObject({ status: 1, stdout: '' })
    expect(run(['diff', bundle])).toMatchObject({ status: 2, stdout: '' })
  })
})

describe('bench', () => {
  test('for people', () => {
    const { status, stdout } = run(['bench', bundle, '--seconds', '0'])
    expect(status).toBe(0)
    for (const line of [/^ +load /m, /^ +one record /m, /^ +batch of 32 /m, /^ +batch of 1024 /m])
      expect(stdout).toMatch(line)
  })

  test('as JSON', () => {
    const report = JSON.parse(run(['bench', bundle, '--seconds', '0', '--json']).stdout) as {
      single: { calls: number; median: number; p99: number }
    }
    expect(report).toMatchObject({ backend: 'js', records: 1, batches: [{ rows: 32 }, { rows: 1024 }] })
    expect(report.single.calls).toBeGreaterThanOrEqual(10)
    expect(report.single.p99).toBeGreaterThanOrEqual(report.single.median)
    expect(report.single.median).toBeGreaterThan(0)
  })

  test('without golden records it exits with 1, with a time that is none with 2', async () => {
    writeFileSync(path('bare.mlbundle'), await pack(churn))
    expect(run(['bench', path('bare.mlbundle'), '--seconds', '0'])).toMatchObject({ status: 1, stdout: '' })
    expect(run(['bench', bundle, '--seconds', 'soon'])).toMatchObject({ status: 2, stdout: '' })
  })
})

describe('types', () => {
  test('TypeScript', () => {
    const { status, stdout } = run(['types', bundle])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^export interface ChurnInput \{/)
    expect(JSON.parse(run(['types', bundle, '--json']).stdout)).toEqual({ typescript: stdout })
  })

  test('JSON Schema and OpenAPI', () => {
    const { input, output } = JSON.parse(run(['types', bundle, '--json-schema']).stdout) as Record<string, object>
    expect(input).toMatchObject({ properties: { age: { anyOf: expect.anything() as unknown } } })
    expect(output).toMatchObject({ required: ['label', 'probabilities'] })
    const api = JSON.parse(run(['types', bundle, '--openapi']).stdout) as { components: { schemas: object } }
    expect(Object.keys(api.components.schemas)).toEqual(['ChurnInput', 'ChurnOutput'])
    expect(run(['types', bundle, '--openapi', '--json-schema']).status).toBe(2)
    expect(run(['types', path('broken.mlbundle')]).status).toBe(1)
  })
})

test.runIf(existsSync('/dev/stdout'))('a pipe that is closed ends the run quietly, however it is written to', () => {
  const rows = path('many.ndjson')
  writeFileSync(rows, '{"age":30,"plan":"basic"}\n'.repeat(20_000))
  const said = (rest: string) =>
    spawnSync(
      'bash',
      ['-c', `"$0" dist/cli.js predict "$1" "$2" ${rest}; echo "\${PIPESTATUS[0]}"`, process.execPath, bundle, rows],
      {
        encoding: 'utf8',
      },
    )
  for (const rest of ['| head -0', '-o /dev/stdout | head -0', '--issues /dev/stdout | head -0']) {
    expect(said(rest)).toMatchObject({ stdout: '0\n', stderr: '' })
  }
})

describe('batch', () => {
  test('an empty line after what each command prints, whatever comes of it', () => {
    const given = [
      ['validate', bundle, '--json'],
      ['test', path('none'), '--json'],
      ['inspect', bundle, '--json'],
    ]
    const { status, stdout } = run(['batch'], given.map((args) => JSON.stringify(args) + '\n').join(''))
    expect(status).toBe(1)
    const said = stdout.split('\n\n')
    expect(said.pop()).toBe('')
    expect(said.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { ok: true },
      { ok: false, error: { code: 'ENOENT' } },
      { manifest: { name: 'churn' } },
    ])
  })

  test('the exit is the greatest of its commands', () => {
    const exit = (...given: string[][]) =>
      run(['batch'], given.map((args) => JSON.stringify(args) + '\n').join('')).status
    expect(exit(['inspect', bundle], ['validate', bundle])).toBe(0)
    expect(exit(['inspect', bundle, '--wrong'], ['inspect', path('none')], ['inspect', bundle])).toBe(2)
  })

  test.each(['nonsense', '{}', '[1]'])('%s is no command', (line) => {
    expect(run(['batch'], line)).toMatchObject({ status: 2, stdout: '' })
  })
})

describe('unpack and pack', () => {
  test('the round trip is byte-identical', () => {
    expect(run(['unpack', bundle, '-o', path('round')]).status).toBe(0)
    expect(readdirSync(path('round')).sort()).toEqual(['bundle.json', 'golden.json', 'graph.json', 'schema.json'])
    expect(run(['pack', path('round'), '-o', path('round.mlbundle')]).status).toBe(0)
    expect(readFileSync(path('round.mlbundle'))).toEqual(readFileSync(bundle))
  })

  test.each(['pima', 'sms', 'telco'])('of the bundle %s, which Python wrote, too', (name) => {
    const written = `examples/${name}/${name}.mlbundle`
    expect(run(['unpack', written, '-o', path(name)]).status).toBe(0)
    expect(run(['pack', path(name), '-o', path(`${name}.mlbundle`)]).status).toBe(0)
    expect(readFileSync(path(`${name}.mlbundle`)).equals(readFileSync(written))).toBe(true)
  })

  test('a bundle is packed anew, whoever wrote it', () => {
    const entries = new Map(readdirSync(path('round')).map((name) => [name, readFileSync(path(`round/${name}`))]))
    writeFileSync(path('stored.mlbundle'), writeZip([...entries].map(([name, data]) => ({ name, data, store: true }))))
    expect(run(['pack', path('stored.mlbundle'), '-o', path('anew.mlbundle')]).status).toBe(0)
    expect(readFileSync(path('anew.mlbundle'))).toEqual(readFileSync(bundle))
  })

  test('unpack makes the folders that its folder is in', () => {
    expect(run(['unpack', bundle, '-o', path('a/b/c')]).status).toBe(0)
    expect(run(['pack', path('a/b/c'), '-o', path('deep.mlbundle')]).status).toBe(0)
    expect(readFileSync(path('deep.mlbundle'))).toEqual(readFileSync(bundle))
  })

  test('unpack never writes into a folder that is there, pack follows no link', () => {
    expect(run(['unpack', bundle, '-o', folder]).status).toBe(1)
    run(['unpack', bundle, '-o', path('linked')])
    symlinkSync('/etc/hostname', path('linked/extra'))
    expect(run(['pack', path('linked'), '-o', path('linked.mlbundle')])).toMatchObject({ status: 1 })
  })
})
