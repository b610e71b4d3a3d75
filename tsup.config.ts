import { readFileSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
/** The subpaths that are a file each: the name in dist, and the source. */
const { own } = JSON.parse(readFileSync('scripts/subpaths.json', 'utf8')) as { own: Record<string, string> }
const common: Options = { target: 'es2022', dts: false, sourcemap: false, clean: false, minify: false, outDir: 'dist' }

const main = 'src/cli/main.ts'
const env = { SKEWLESS_VERSION: version } // which the command line tells

export default defineConfig([
  {
    ...common,
    entry: { shared: 'node_modules/.skewless/shared.ts', cli: main, ...own }, // the first is made by scripts/build.mjs
    format: 'esm',
    platform: 'neutral',
    splitting: true,
    external: [/^node:/],
    env,
  },
  {
    ...common,
    entry: { standalone: main },
    format: 'esm',
    platform: 'node',
    splitting: false,
    env,
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
