import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```js\n(.*?)```/gs)].map((match) => match[1]!)

test.each(blocks)('snippet %#', (code) => {
  const file = 'test/readme-snippet.mjs'
  writeFileSync(file, code)
  try {
    const output = execFileSync(process.execPath, [file], { encoding: 'utf8' })
    for (const line of [/^diabetes /m, /diabetes: 0\.[5-9]/, /ok: false/, /^null 8$/m, /^true [0-9a-f]{64}$/m])
      expect(output).toMatch(line)
  } finally {
    rmSync(file)
  }
})

test('there are snippets', () => {
  expect(blocks.length).toBeGreaterThan(0)
})
