import { readFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
/** The subpaths of the package: the name of each in dist, and its source. */
const { shared, own } = JSON.parse(readFileSync('scripts/subpaths.json', 'utf8')) as Record<
  'shared' | 'own',
  Record<string, string>
>
const commandLine = { format: 'esm', platform: 'node', splitting: false, env: { SKEWLESS_VERSION: version } } as const

const common: Options = { target: 'es2022', dts: false, sourcemap: false, clean: false, minify: false, outDir: 'dist' }

export default defineConfig([
  {
    ...common,
    entry: { shared: 'node_modules/.skewless/shared.ts', ...own }, // the first is made by scripts/build.mjs
    format: 'esm',
    platform: 'neutral',
    splitting: true,
    external: [/^node:/],
  },
  {
    ...common,
    entry: { ...shared, ...own },
    format: 'cjs',
    platform: 'neutral',
    splitting: false,
    external: [/^node:/],
  },
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
