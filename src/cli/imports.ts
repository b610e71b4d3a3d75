import { allKernels } from '../backends/js/kernels/index.js'
import { tabularKernels } from '../backends/js/kernels/tabular.js'
import type { Kernel } from '../backends/js/kernel.js'
import { jsBackend } from '../backends/js/session.js'
import { BundleError, quote } from '../errors.js'
import type { Model } from '../model/model.js'
import { loadFile } from '../node.js'
import { inlineFunctions, type InlineFunctions } from '../onnx/functions.js'
import { scalarTypes } from '../schema/types/scalars.js'

/** The name by which `skewless/ops` exports the op `one_hot`, and `skewless/types` the type of inputs. */
export const exportOf = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())

/** The name by which `skewless/kernels` exports a kernel of tabular models. */
export const exportOfKernel = (name: string): string => name[0]!.toLowerCase() + name.slice(1)

const from = (table: string, names: readonly string[]): string =>
  `${table}: [${[...new Set(names)].map((name) => `${table}.${name}`).join(', ')}]`

/** Opens the models of a bundle; `used` are the operators that their nodes are bound to. */
async function openWith(
  file: string,
  kernels: readonly Kernel[],
  functions: InlineFunctions | null,
): Promise<{ model: Model; used: readonly string[] }> {
  const used = new Set<string>()
  const watched = kernels.map((kernel): Kernel => {
    const bind: Kernel['bind'] = (node) => {
      used.add(kernel.name)
      return kernel.bind(node)
    }
    return { ...kernel, bind }
  })
  return { model: await loadFile(file, { backend: jsBackend(watched, functions) }), used: [...used].sort() }
}

/** The bundle, and what `load` is given for its models: all kernels where those of `skewless` are too few. */
async function openBundle(file: string): Promise<{ model: Model; options: readonly string[] }> {
  const inlined = ['functions: kernels.functions']
  for (const functions of [null, inlineFunctions]) {
    try {
      const { model, used } = await openWith(file, tabularKernels, functions)
      if (used.length === 0) return { model, options: [] }
      return { model, options: [from('kernels', used.map(exportOfKernel)), ...(functions === null ? [] : inlined)] }
    } catch (error) {
      if (!(error instanceof BundleError) || error.code !== 'ERR_ONNX_UNSUPPORTED') throw error
    }
  }
  const { model } = await openWith(file, allKernels, inlineFunctions)
  return { model, options: ['kernels: kernels.allKernels', ...inlined] }
}

/** A module that loads the bundle by `skewless/core` with what the bundle needs, and nothing else. */
export async function importsOf(file: string): Promise<string> {
  const { model, options } = await openBundle(file)
  const { manifest, schema } = model
  model.dispose()
  const ops = manifest.requires.ops.map(({ op }) => exportOf(op))
  const own = schema.inputs
    .map(({ type }) => type)
    .filter((type) => scalarTypes.every((scalar) => scalar.type !== type))
  const types = own.length > 0 ? [from('types', own.map(exportOf))] : []
  const tables = ['ops', ...(options.length > 0 ? ['kernels'] : []), ...(own.length > 0 ? ['types'] : [])]
  return [
    `// What ${quote(`${manifest.name} ${manifest.version}`)} needs, for bundlers that keep only what is used.`,
    "import { load } from 'skewless/core'",
    ...tables.map((table) => `import * as ${table} from 'skewless/${table}'`),
    '',
    'export const open = (source) =>',
    '  load(source, {',
    ...[from('ops', ops), ...options, ...types].map((option) => `    ${option},`),
    '  })',
  ].join('\n')
}
