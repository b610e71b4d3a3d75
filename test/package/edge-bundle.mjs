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

/** The text that a browser bundler makes of `source`, resolved from `folder`: as it is, and minified. Nothing may stay outside. */
export async function edgeBundle(folder, source) {
  const text = async (minify) => {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: folder },
      bundle: true,
      minify,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'silent',
    })
    return outputFiles[0].text
  }
  return { plain: await text(false), minified: await text(true) }
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

export function sizesOf(minified) {
  const kilobytes = (length) => `${(length / 1000).toFixed(1)} kB`
  return `${kilobytes(Buffer.byteLength(minified))} minified, ${kilobytes(gzippedSize(minified))} gzipped`
}
