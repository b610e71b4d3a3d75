import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { defaultLimits } from '../src/limits.js'
import { allOps } from '../src/ops/index.js'

const spec = (name: string): string => readFileSync(`spec/${name}.md`, 'utf8')

test('bundle.md states every limit with its default', () => {
  const rows = [...spec('bundle').matchAll(/^\| `(\w+)` \| ([\d,]+)( MiB)? \|/gm)]
  const stated = rows.map(([, name, digits, unit]) => [
    name,
    Number(digits!.replaceAll(',', '')) * (unit === undefined ? 1 : 1_048_576),
  ])
  expect(Object.fromEntries(stated)).toEqual(defaultLimits)
})

test('errors.md has every code of errors.ts, and no other', () => {
  const source = readFileSync('src/errors.ts', 'utf8')
  const codes = (text: string): string[] => [...new Set(text.match(/\bERR_[A-Z0-9_]+/g))].sort()
  expect(codes(spec('errors'))).toEqual(codes(source))
})

test('every code is thrown somewhere, and expected by some test or vector', () => {
  const texts = (folder: string, pattern: RegExp): string =>
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((file) => pattern.test(file) && !file.includes('node_modules') && file !== 'errors.ts')
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
      .join('\n')
  const thrown = texts('src', /\.ts$/)
  const expected = texts('test', /\.ts$/) + texts('spec/vectors', /\.json$/)
  const codes = [...new Set(readFileSync('src/errors.ts', 'utf8').match(/\bERR_[A-Z0-9_]+/g))]
  expect(codes.filter((code) => !thrown.includes(code))).toEqual([])
  expect(codes.filter((code) => !expected.includes(code))).toEqual([])
})

test('graph.md has every op, and no other', () => {
  const stated = [...spec('graph').matchAll(/^### (\w+)$/gm)].map((match) => match[1])
  expect([...stated].sort()).toEqual(allOps.map(({ name }) => name).sort())
})
