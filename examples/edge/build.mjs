// node build.mjs: worker.mjs with the library in one file, dist/worker.mjs; the bundle stays a module of its own.
import { basename } from 'node:path'
import { build } from 'esbuild'

const bundleOutside = {
  name: 'the bundle is a module of its own',
  setup({ onResolve }) {
    onResolve({ filter: /\.mlbundle$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true }))
  },
}

await build({
  absWorkingDir: new URL('.', import.meta.url).pathname,
  entryPoints: ['worker.mjs'],
  outfile: 'dist/worker.mjs',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  plugins: [bundleOutside],
})
