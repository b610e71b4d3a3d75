import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hostileArchives } from './hostile-list.mjs'

const root = new URL('../../', import.meta.url).pathname

/** What every runtime is handed, as plain JSON. */
export async function collectData(rows) {
  const vectors = { 'expressions.json': expressionVectors(readJson('spec/vectors/expressions.json')) }
  for (const name of filesIn('spec/vectors/ops', '.json')) vectors[`ops/${name}`] = readJson(`spec/vectors/ops/${name}`)
  const bundles = {}
  for (const folder of foldersIn('examples')) {
    for (const name of filesIn(`examples/${folder}`, '.mlbundle')) {
      bundles[`${folder}/${name}`] = readFileSync(join(root, 'examples', folder, name)).toString('base64')
    }
  }
  if (Object.keys(bundles).length === 0) throw new Error('no bundle in examples/*/: nothing would load the package')
  return { vectors, bundles, hostile: await hostileArchives(), stream: rows }
}

/** The expression vectors as cases of the op `expression`, but for those that the op can't have: no variable, no name, no text. */
function expressionVectors({ cases }) {
  const possible = cases.filter(({ variables, expression }) => {
    return variables.length > 0 && variables.every(({ name }) => name !== '') && expression !== ''
  })
  return { op: 'expression', version: 1, cases: possible.map(opCase) }
}

function opCase({ name, expression, dtype, variables, rows, width, type, cells, error }) {
  const attrs = { variables: variables.map((variable) => variable.name), expression, dtype }
  if (error !== undefined) {
    const inputs = variables.map(({ kind }) => ({ kind, width: 1 }))
    return { name, attrs, inputs, invalid: [error.code, '/attrs/expression'] }
  }
  const inputs = variables.map(({ kind, width, cells }) => ({ kind, width, data: cells }))
  const kind = type === 'string' ? 'string' : 'number'
  return { name, attrs, rows, inputs, outputs: [{ kind, width, data: cells }] }
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}

function filesIn(folder, extension) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(extension))
    .sort()
}

function foldersIn(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
