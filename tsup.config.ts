import { defineConfig, type Options } from 'tsup'

const common: Options = { target: 'es2022', dts: false, sourcemap: false, clean: false, minify: false, outDir: 'dist' }

const portable = {
  index: 'src/index.ts',
  core: 'src/core.ts',
  js: 'src/js.ts',
  node: 'src/node.ts',
  pack: 'src/pack.ts',
}

export default defineConfig([
  { ...common, entry: portable, format: 'esm', platform: 'neutral', splitting: true, external: [/^node:/] },
  { ...common, entry: portable, format: 'cjs', platform: 'neutral', splitting: false, external: [/^node:/] },
  { ...common, entry: { cli: 'src/cli/main.ts' }, format: 'esm', platform: 'node', splitting: false },
  {
    ...common,
    entry: { standalone: 'src/cli/main.ts' },
    format: 'esm',
    platform: 'node',
    splitting: false,
    minify: true,
    noExternal: [/.*/],
    outExtension: () => ({ js: '.mjs' }),
    // Bundled CommonJS dependencies ask for Node's own modules by `require`.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  },
])
