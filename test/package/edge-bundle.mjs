import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** What may not be in a bundle for the edge: compiling text or wasm, Node, the network. */
const forbidden = [
  ['eval(', /\beval\s*\(/g],
  ['new Function', /\bnew\s+Function\b/g],
  ['Function(', /(?<![\w$])Function\s*\(/g],
  ['WebAssembly', /WebAssembly/g],
  ['node:', /(["'`])node:/g],
  ['process.', /(?<![\w$.])process\s*\./g],
  ['require(', /(?<![\w$.])require\s*\(/g],
  ['fetch(', /(?<![\w$])fetch\s*\(/g],
]

const named = (table, names) => names.split(' ').map((name) => `${table}.${name}`)

/** A page or a worker that scores numbers and categories by coefficients. */
export function linear(core, ops) {
  return `
    import { load } from '${core}'
    import * as ops from '${ops}'
    export const open = (bytes) => load(bytes, {
      ops: [${named('ops', 'cast checkFinite concat impute linear oneHot select sigmoid standardScale threshold')}],
    })`
}

/** A page or a worker that scores numbers and categories by a linear model or by trees, in ONNX. */
export function tabular(core, ops, kernels) {
  return `
    import { load } from '${core}'
    import * as ops from '${ops}'
    import * as kernels from '${kernels}'
    export const open = (bytes) => load(bytes, {
      ops: [${named('ops', 'cast checkFinite concat impute oneHot select sigmoid standardScale threshold')}],
      kernels: [${named('kernels', 'add cast matMul treeEnsemble')}],
    })`
}

/**
 * The text that a browser bundler makes of `source`, resolved from `folder`: as it is, minified, and as a script that hides its
 * names. Nothing may stay outside but the peer that one subpath imports at its first use.
 */
export async function edgeBundle(folder, source) {
  const text = async (options) => {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: folder },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'silent',
      external: ['onnxruntime-web/wasm'],
      ...options,
    })
    return outputFiles[0].text
  }
  return { plain: await text({}), minified: await text({ minify: true }), script: await text({ format: 'iife' }) }
}

/** Each forbidden thing in the text, with the line it stands in; comments count too. */
export function forbiddenIn(text) {
  return forbidden.flatMap(([name, pattern]) =>
    [...text.matchAll(pattern)].map(({ index }) => {
      const start = text.lastIndexOf('\n', index) + 1
      return `${name} in: ${text.slice(start, text.indexOf('\n', index)).trim().slice(0, 160)}`
    }),
  )
}

export function gzippedSize(text) {
  return gzipSync(Buffer.from(text), { level: 9 }).length
}

export const kilobytes = (length) => `${(length / 1000).toFixed(1)} kB`

/** docs/size.md */
export function sizeDocument(sizes, packed) {
  const rows = sizes.map(({ name, minified, gzipped }) => [name, kilobytes(minified), kilobytes(gzipped)])
  const width = Math.max(...rows.map(([name]) => name.length))
  const line = ([name, ...cells]) => `| ${name.padEnd(width)} | ${cells.map((cell) => cell.padStart(8)).join(' | ')} |`
  return `# Size

What a bundler for browsers (esbuild, ES2022) makes of an import of the packed package, all dependencies included. None of it contains
\`eval\`, \`Function\`, WebAssembly, \`node:\`, \`process\`, \`require\` or \`fetch\`; importing it changes no global and no built-in object, and
reads nothing of the host (clock, random numbers, encoders, network), but that fflate, in \`skewless/pack\`, looks for
\`TextDecoder\`. \`node test/package/check.mjs\` checks that and the sizes, and writes this table with \`--write\`.
The package that npm fetches is ${kilobytes(packed)}; a kB has 1,000 bytes.

What a bundle needs is what \`skewless inspect FILE --imports\` prints, in the form \`fast\`, or \`small\`, where some ops have less code and are slower
when rows are many. \`-edge\` are the bundles of the examples that were exported with \`weights="tensors"\`, so that there is no ONNX to read.

${line(['imported', 'minified', 'gzipped'])}
| ${'-'.repeat(width)} | -------: | -------: |
${rows.map(line).join('\n')}
`
}
