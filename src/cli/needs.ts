import { allKernels } from '../backends/js/kernels/index.js'
import { tabularKernels } from '../backends/js/kernels/tabular.js'
import type { Kernel } from '../backends/js/kernel.js'
import { load } from '../core.js'
import { jsBackend } from '../backends/js/session.js'
import { BundleError } from '../errors.js'
import type { Rule, Term } from '../expression/rules.js'
import { allTerms } from '../expression/terms.js'
import type { Model } from '../model/model.js'
import { inlineFunctions, type InlineFunctions } from '../onnx/functions.js'
import { allOps, concat, concatCells, expression, expressionOf, tokenize, tokenizeWords } from '../ops/index.js'
import type { Op } from '../ops/op.js'
import { allTypes } from '../schema/types/index.js'

/** What is seen of a bundle while it is loaded. */
interface Needs {
  readonly model: Model
  /** Operators that nodes of its models are bound to; null for any. */
  readonly kernels: readonly string[] | null
  /** Whether its models call functions of their own. */
  readonly functions: boolean
  /** The exports of `skewless/terms` that its expressions use. */
  readonly terms: readonly string[]
  /** Ops by name whose narrow form takes its nodes. */
  readonly narrow: readonly string[]
}

/** Kernels that say when a node is bound to them. */
function watchKernels(kernels: readonly Kernel[], used: Set<string>): readonly Kernel[] {
  return kernels.map((kernel) => {
    const bind: Kernel['bind'] = (node) => {
      used.add(kernel.name)
      return kernel.bind(node)
    }
    return { ...kernel, bind }
  })
}

/** Terms that say when they are applied. */
export function watchTerms(used: Set<string>): readonly Term[] {
  return Object.entries(allTerms).map(([name, term]) => {
    const watch = (rule: Rule): Rule => ({
      ...rule,
      get run() {
        used.add(name)
        return rule.run
      },
    })
    return { ...term, rules: term.rules.map(watch) }
  })
}

/** The op `expression` that tells the terms it uses: texts as they stand where they are all that there is of texts. */
function watchExpressions(used: Set<string>): Op {
  const whole = expressionOf(...watchTerms(used))
  const known = (): Op => expressionOf(...Array.from(used, (name) => allTerms[name]!))
  return {
    ...expression,
    bind(...given) {
      const bound = whole.bind(...given)
      try {
        known().bind(...given)
      } catch {
        used.add('texts')
      }
      return bound
    },
  }
}

/** Ops that have a form which does not take everything. */
const narrower: readonly (readonly [whole: Op, narrow: Op])[] = [
  [concat, concatCells],
  [tokenize, tokenizeWords],
]

/** An op that tells, by its name, when its narrow form does not take a node. */
function watchNarrow([whole, narrow]: readonly [Op, Op], refused: Set<string>): Op {
  return {
    ...whole,
    bind(attrs, inputs, resources, at) {
      const bound = whole.bind(attrs, inputs, resources, at)
      try {
        narrow.bind(attrs, inputs, { ...resources, budget: { ...resources.budget } }, at)
      } catch {
        refused.add(whole.name)
      }
      return bound
    },
  }
}

async function loadWatched(
  bytes: Uint8Array,
  table: readonly Kernel[],
  functions: InlineFunctions | null,
): Promise<Needs> {
  const kernels = new Set<string>()
  const used = new Set<string>()
  const wide = new Set<string>()
  const watched = [watchExpressions(used), ...narrower.map((forms) => watchNarrow(forms, wide))]
  const ops = allOps.map((op) => watched.find(({ name }) => name === op.name) ?? op)
  const backend = jsBackend(watchKernels(table, kernels), functions)
  const model = await load(bytes, { ops, types: allTypes, backend })
  // By another term, which an expression after the first ones may have.
  const textsAreKnown = [...used].some((name) => name !== 'texts' && allTerms[name]!.texts !== null)
  return {
    model,
    kernels: table === tabularKernels ? [...kernels].sort() : null,
    functions: functions !== null,
    terms: [...used].filter((name) => name !== 'texts' || !textsAreKnown).sort(),
    narrow: narrower.map(([{ name }]) => name).filter((name) => !wide.has(name)),
  }
}

/** Loads a bundle, and says what it needs: all kernels where those of `skewless` are too few. */
export async function needsOf(bytes: Uint8Array): Promise<Needs> {
  for (const functions of [null, inlineFunctions]) {
    try {
      return await loadWatched(bytes, tabularKernels, functions)
    } catch (error) {
      if (!(error instanceof BundleError) || error.code !== 'ERR_ONNX_UNSUPPORTED') throw error
    }
  }
  return loadWatched(bytes, allKernels, inlineFunctions)
}
