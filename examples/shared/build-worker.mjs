// node build-worker.mjs FOLDER: FOLDER/worker.mjs with all that it imports in one file, dist/worker.mjs; a bundle stays a module of its own.
import { basename, resolve } from 'node:path'
import { build } from 'esbuild'

const bundleOutside = {
  name: 'the bundle is a module of its own',
  setup({ onResolve }) {
    onResolve({ filter: /\.mlbundle$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true }))
  },
}

await build({
  absWorkingDir: resolve(process.argv[2]),
  entryPoints: ['worker.mjs'],
  outfile: 'dist/worker.mjs',
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  plugins: [bundleOutside],
})
