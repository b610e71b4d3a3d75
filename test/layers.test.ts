import { readFileSync, readdirSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** A file may import from its own folder and from the folders to the left of it here. */
const layers = [
  ...[
    '',
    'json',
    'zip',
    'math',
    'text',
    'tensors',
    'schema',
    'expression',
    'trees',
    'ops',
    'graph',
    'onnx',
    'bundle',
    'backends',
  ],
  ...['model', 'pack', 'cli'],
]
/** Entry points of the package: they may import from anywhere but the command line. */
const entries = ['index.ts', 'core.ts', 'js.ts', 'node.ts', 'ort-node.ts', 'ort-web.ts', 'pack.ts']
/** Who may import what is not ours. */
const outside: readonly (readonly [prefix: string, files: readonly string[]])[] = [
  ['node:', ['cli/', 'model/file.ts']],
  ['fflate', ['zip/']],
  ['commander', ['cli/']],
  ['csv-parse', ['cli/']],
  ['csv-stringify', ['cli/']],
  ['picocolors', ['cli/']],
  ['cli-progress', ['cli/']],
  ['ajv', ['cli/']],
  ['onnxruntime-node', ['backends/ort-node.ts']],
  ['onnxruntime-web/wasm', ['backends/ort-web.ts']],
]

const layer = (file: string): number => layers.indexOf(file.includes('/') ? file.slice(0, file.indexOf('/')) : '')

function violations(file: string, source: string): string[] {
  if (layer(file) < 0) return [`${file} is in no layer`]
  const specifiers = ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName)
  return specifiers.filter((specifier) => {
    if (!specifier.startsWith('.')) {
      return !outside.some(
        ([prefix, files]) => specifier.startsWith(prefix) && files.some((path) => file.startsWith(path)),
      )
    }
    const target = new URL(specifier, `file:///${file}`).pathname.slice(1)
    if (entries.includes(file)) return layer(target) < 0 || target.startsWith('cli/')
    if (entries.includes(target.replace(/\.js$/, '.ts'))) return layer(file) < layer('cli/')
    return layer(target) < 0 || layer(target) > layer(file)
  })
}

const files = readdirSync('src', { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'))

test.each(files)('%s imports only what lies below it', (file) => {
  expect(violations(file, readFileSync(`src/${file}`, 'utf8'))).toEqual([])
})

test.each([
  `import { a } from 'X'`,
  `export * from "X"`,
  `import 'X'`,
  `import"X"`,
  `await import('X')`,
  `import( "X" )`,
])('sees %s', (form) => {
  for (const bad of ['../cli/x.js', '../helpers/x.js', 'node:fs', 'left-pad', '../core.js']) {
    expect(violations('ops/a.ts', form.replace('X', bad))).toEqual([bad])
  }
  for (const good of ['./b.js', '../errors.js']) expect(violations('ops/a.ts', form.replace('X', good))).toEqual([])
  expect(violations('helpers/a.ts', form)).toEqual(['helpers/a.ts is in no layer'])
})
