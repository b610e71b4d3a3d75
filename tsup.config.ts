import { readFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const commandLine = { format: 'esm', platform: 'node', splitting: false, env: { SKEWLESS_VERSION: version } } as const

const common: Options = { target: 'es2022', dts: false, sourcemap: false, clean: false, minify: false, outDir: 'dist' }

/** The subpaths of the package. */
const entries = {
  index: 'src/index.ts',
  core: 'src/core.ts',
  js: 'src/js.ts',
  node: 'src/node.ts',
  'ort-node': 'src/ort-node.ts',
  'ort-web': 'src/ort-web.ts',
  pack: 'src/pack.ts',
  'ops/index': 'src/ops/index.ts',
  'schema/types/index': 'src/schema/types/index.ts',
  'backends/js/kernels/index': 'src/backends/js/kernels/index.ts',
}

export default defineConfig([
  // A few files that subpaths share: hundreds would take most of a cold start. A bundler drops what it does not use all the same.
  { ...common, entry: entries, format: 'esm', platform: 'neutral', splitting: true, external: [/^node:/] },
  { ...common, entry: entries, format: 'cjs', platform: 'neutral', splitting: false, external: [/^node:/] },
  { ...common, ...commandLine, entry: { cli: 'src/cli/main.ts' } },
  {
    ...common,
    ...commandLine,
    entry: { standalone: 'src/cli/main.ts' },
    minify: true,
    // All but the optional peers.
    noExternal: [/^(?!onnxruntime-)/],
    outExtension: () => ({ js: '.mjs' }),
    // Bundled CommonJS dependencies ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
])
