import { build } from 'esbuild'
import { expect, test } from 'vitest'
import * as terms from '../src/expression/terms.js'

test('the table of all terms has each export once', () => {
  const { allTerms, ...each } = terms
  expect(allTerms).toEqual(each)
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
  expect(
    Object.values(terms.allTerms)
      .map(({ name }) => name)
      .filter((name) => text.includes(JSON.stringify(name))),
  ).toEqual(['-x', 'number'])
})
