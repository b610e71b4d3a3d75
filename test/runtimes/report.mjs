import { createHash } from 'node:crypto'

/** Over the counts and every digest: equal exactly when the runtimes answered the same to everything. */
export function digestOf({ cases, rows, digests }) {
  const sorted = Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([cases, rows, sorted]))
    .digest('hex')
    .slice(0, 16)
}

/** What is wrong in each runtime by itself: one line for each text, with every runtime that says it. */
export function failuresOf(results) {
  const names = new Map()
  for (const row of results) for (const text of problemsOf(row)) names.set(text, [...(names.get(text) ?? []), row.name])
  return [...names].map(([text, all]) => `${all.join(', ')}: ${text}`)
}

function problemsOf({ status, result }) {
  if (status.startsWith('broke')) return [status]
  if (status !== 'ran') return []
  const none = result.cases === 0 || result.rows === 0 ? ['no case ran'] : []
  return [...none, ...result.failures.map((failure) => `${failure.case}: ${failure.message}`)]
}

/** The names under which two runtimes answered otherwise, in the order of the first. */
export function differingNames(a, b) {
  const names = new Set([...Object.keys(a.digests), ...Object.keys(b.digests)])
  return [...names].filter((name) => a.digests[name] !== b.digests[name])
}

/** The first line in which two runs with the same `detail` differ. */
export function firstDifference(a, b) {
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => a[i] !== b[i])
  if (at === undefined) return 'not when it is run again'
  const shown = (line) => (line === undefined ? 'nothing' : line.slice(0, 300))
  return `line ${at + 1}: ${shown(a[at])} | ${shown(b[at])}`
}

export function tableOf(results) {
  const head = ['runtime', 'engine', 'version', 'cases', 'rows', 'failures', 'digest', 'seconds']
  const body = results.map(({ name, engine, status, version, result, seconds }) =>
    status === 'ran'
      ? [name, engine, version, result.cases, result.rows, result.failures.length, digestOf(result), seconds.toFixed(1)]
      : [name, engine, status.startsWith('broke') ? 'broke' : status, '', '', '', '', ''],
  )
  return markdownTable(head, body)
}

/** A table with columns of one width each. */
export function markdownTable(head, body) {
  const rowsOfText = [head, ...body].map((cells) => cells.map(String))
  const widths = head.map((_, i) => Math.max(...rowsOfText.map((cells) => cells[i].length)))
  const dashes = widths.map((width) => '-'.repeat(width))
  const lines = [rowsOfText[0], dashes, ...rowsOfText.slice(1)].map((cells) =>
    cells.map((cell, i) => cell.padEnd(widths[i])),
  )
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export function documentOf(table) {
  return `# Runtimes

What \`node test/runtimes/run.mjs --write\` found on one Linux machine: the same program, bundled from the packed and installed package,
with every op vector, a stream of generated rows through every op, the example bundles with odd records, and hostile bundles. The
digest covers every answer, bit for bit: equal digests are equal answers. Where engines compile no text from strings (\`node-no-eval\`,
\`workerd\`, \`edge-runtime\`, and the browsers' pages and workers under \`script-src 'self'\`) each run checks that it is refused, and a
violation of the policy is a failure. What could not be started is \`not run\`.

${table}
`
}
