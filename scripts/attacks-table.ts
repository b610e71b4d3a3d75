// Writes docs/attacks.md from the attacks that test/attacks.test.ts runs; with --check it compares instead.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { attacks, families } from '../test/attacks/table.js'

const check = process.argv.includes('--check')
const file = 'docs/attacks.md'

/** Text as it stands in a cell: code where it is a place, and nothing that ends the cell. */
function cell(text: string): string {
  return [...text.replaceAll('|', '\\|')]
    .map((c) => (c < ' ' ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c))
    .join('')
}

const parts = families.map(([family]) => {
  const rows = attacks
    .filter((attack) => attack.family === family)
    .map(({ number, name, tries, code, at, issues }) => {
      const found =
        issues !== undefined && issues.length < 4
          ? issues.map(([field, what]) => ` \`${cell(field) || '""'}: ${what}\``).join('')
          : ''
      const result = code === null ? 'does no harm' : `\`${code}\`${found}`
      const place = code === null || at === '' ? '' : at === '…' ? 'any' : `\`${cell(at)}\``
      return `| ${number} | ${cell(name)} | ${cell(tries)} | ${result} | ${place} |`
    })
  return `## ${family}\n\n| | attack | what it tries | answer | place |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`
})

const introduction = `# Attacks

What test/attacks.test.ts has the library take, and what comes of it: a \`BundleError\` with this code at this place, or, where it
says so, the right answer. A place that ends with … is given as far as it matters. No attack may throw another error, change what every
object inherits, or make a message that is longer than 1,000 characters or has control characters in it. Beside these, the test
mutates a bundle some 20,000 times: the archive's bytes, and its entries under digests that fit. Of every op of the table it
prepares 400 nodes mutated from those of the op's vectors, and runs those that are taken on hostile cells.

Written by \`node scripts/run.mjs scripts/attacks-table.ts\`.
`

const text = await format([introduction, ...parts].join('\n'), {
  parser: 'markdown',
  printWidth: 120,
  proseWrap: 'preserve',
})
if (!check) {
  mkdirSync('docs', { recursive: true })
  writeFileSync(file, text)
} else if (readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is not what the tests say: node scripts/run.mjs scripts/attacks-table.ts`)
  process.exitCode = 1
}
