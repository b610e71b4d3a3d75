import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { packNetwork } from './network.mjs'
import { readRows } from './rows.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Where the models are. */
export const folder = `${here}.data`

/** A Python with bench/requirements.txt, made once. */
export function preparePython() {
  const found = `${here}.venv/bin/python`
  if (!existsSync(found)) {
    execFileSync('python3', ['-m', 'venv', `${here}.venv`], { stdio: 'inherit' })
    execFileSync(found, ['-m', 'pip', 'install', '--quiet', '-r', `${here}requirements.txt`], { stdio: 'inherit' })
  }
  return found
}

/** Trains a model of which a file is not there. */
export async function prepare(model, python, file = `${model}.onnx`) {
  if (!existsSync(`${folder}/${file}`)) {
    const env = { ...process.env, PYTHONPATH: `${here}../python/src` }
    execFileSync(python, [`${here}train.py`, folder, model], { stdio: ['ignore', 2, 2], env })
  }
  if (model === 'mlp') await packNetwork(folder, model)
  const [row] = readRows(folder, model, 1).records
  writeFileSync(`${folder}/${model}.row.json`, JSON.stringify(row))
}

/** The bundle whose weights are attributes of ops, and one file with what of the library it needs, which exports `load`. */
export async function prepareEdge(model, python) {
  const bundle = `${folder}/${model}-edge.mlbundle`
  await prepare(model, python, `${model}-edge.mlbundle`)
  const cli = `${here}../dist/cli.js`
  const needs = execFileSync(process.execPath, [cli, 'inspect', bundle, '--imports', 'small'], { encoding: 'utf8' })
  await build({
    stdin: {
      contents: needs.replace('export const open', 'const open') + '\nexport { open as load }\n',
      resolveDir: `${here}..`,
    },
    outfile: `${folder}/${model}-edge.mjs`,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  })
}
