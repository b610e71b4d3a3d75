import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expectSame, model, names, overJson, path, records } from './pima.mjs'

/** Rows in row groups of 100, one of them refused: the lines are the model's own answers, in order, by any number of threads. */
export async function parquet() {
  const { resolve } = createRequire(path('npm/package.json'))
  const { parquetWriteFile } = await import(pathToFileURL(resolve('hyparquet-writer')).href)
  const rows = Array.from({ length: 950 }, (_, i) => ({ ...records[i % records.length], Age: 21 + (i % 60) }))
  rows[321].Age = null
  const folder = mkdtempSync(join(tmpdir(), 'skewless-parquet-'))
  try {
    const filename = join(folder, 'rows.parquet')
    const columnData = names.map((name) => {
      const type = rows.every((row) => row[name] === null || Number.isInteger(row[name])) ? 'INT64' : 'DOUBLE'
      const cast = (value) => (type === 'INT64' && value !== null ? BigInt(value) : value)
      return { name, type, nullable: true, data: rows.map((row) => cast(row[name])) }
    })
    await parquetWriteFile({ filename, columnData, rowGroupSize: 100 })
    const { outputs, issues } = await model.predictBatch(rows, { onInvalid: 'null' })
    const expected = outputs.map((output, i) => overJson(output ?? { error: issues.filter(({ row }) => row === i) }))
    expectSame('the refused row', expected[321].error?.length, 1)
    for (const threads of ['1', '3']) {
      const args = [path('npm/parquet/score.mjs'), path('pima/pima.mlbundle'), filename, threads]
      const lines = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 600_000 }).trimEnd().split('\n')
      const got = lines.map((line) => JSON.parse(line))
      expectSame(`${threads} threads`, got, expected)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
