import { quote } from '../errors.js'
import { defaultLimits } from '../limits.js'
import { readWithin } from '../model/file.js'
import { scalarTypes } from '../schema/types/scalars.js'
import { needsOf } from './needs.js'

/** The name by which `skewless/ops` exports the op `one_hot`, and `skewless/types` the type of inputs. */
export const exportOf = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())

/** The name by which `skewless/kernels` exports a kernel of tabular models. */
export const exportOfKernel = (name: string): string => name[0]!.toLowerCase() + name.slice(1)

/** The forms of a module: `small` takes ops in less code, which are slower where rows are many. */
export const importForms = ['fast', 'small'] as const
export type ImportForm = (typeof importForms)[number]

const small: Readonly<Record<string, string>> = {
  count_vector: 'smallCountVector',
  tree_ensemble: 'smallTreeEnsemble',
}

/** Exports of ops that do not take everything, and are no slower. */
const narrowForms: Readonly<Record<string, string>> = { concat: 'concatCells', tokenize: 'tokenizeWords' }

/** Columns of a line. */
const WIDTH = 120

/** The items between two marks: in one line where it fits, after `before`, else each in its own. */
function listed(before: string, open: string, items: readonly string[], close: string, indent: string): string {
  const line = `${before}${open}${items.join(', ')}${close}`
  if (indent.length + line.length < WIDTH) return line
  return `${before}${open}\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}${close}`
}

const namesOf = (table: string, names: readonly string[]): readonly string[] =>
  [...new Set(names)].map((name) => `${table}.${name}`)

/** A module that loads the bundle by `skewless/core` with what the bundle needs, and nothing else. */
export async function importsOf(file: string, form: ImportForm): Promise<string> {
  const { model, kernels, functions, terms, narrow } = await needsOf(await readWithin(file, defaultLimits))
  const { manifest, schema } = model
  model.dispose()
  const ops = manifest.requires.ops.map(({ op }) => {
    if (op === 'expression') return listed('ops.expressionOf', '(', namesOf('terms', terms), ')', '      ')
    const other = narrow.includes(op) ? narrowForms[op] : form === 'small' ? small[op] : undefined
    return `ops.${other ?? exportOf(op)}`
  })
  const types = schema.inputs
    .map(({ type }) => type)
    .filter((type) => scalarTypes.every((scalar) => scalar.type !== type))
  const list = (name: string, items: readonly string[]): string => listed(`${name}: `, '[', items, ']', '    ')
  const options = [
    ['ops', list('ops', ops), true],
    [
      'kernels',
      kernels === null
        ? 'kernels: kernels.allKernels'
        : list('kernels', namesOf('kernels', kernels.map(exportOfKernel))),
      kernels?.length !== 0,
    ],
    ['functions', 'functions: kernels.functions', functions],
    ['types', list('types', namesOf('types', types.map(exportOf))), types.length > 0],
  ] as const
  const given = options.filter(([, , needed]) => needed)
  const tables = given.map(([name]) => name).filter((name) => name !== 'functions')
  return [
    `// What ${quote(`${manifest.name} ${manifest.version}`)} needs, for bundlers that keep only what is used.`,
    "import { load } from 'skewless/core'",
    ...[...tables, ...(terms.length > 0 ? ['terms'] : [])].map(
      (table) => `import * as ${table} from 'skewless/${table}'`,
    ),
    '',
    'export const open = (source) =>',
    '  load(source, {',
    ...given.map(([, text]) => `    ${text},`),
    '  })',
  ].join('\n')
}
