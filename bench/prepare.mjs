import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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
