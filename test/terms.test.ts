import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { namedTerms } from '../src/cli/needs.js'
import { allTerms } from '../src/expression/terms.js'

test('the table of all terms has each export once', () => {
  expect(allTerms).toEqual([...new Set(allTerms)])
  expect(new Set(allTerms)).toEqual(new Set(namedTerms.values()))
})

test('a bundler keeps the term that is taken, and no other', async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export { negate } from './src/expression/terms.js'`, resolveDir: '.' },
    bundle: true,
    format: 'esm',
    write: false,
  })
  const { text } = outputFiles[0]!
  // A type is called number too.
  expect(allTerms.map(({ name }) => name).filter((name) => text.includes(JSON.stringify(name)))).toEqual([
    '-x',
    'number',
  ])
})
