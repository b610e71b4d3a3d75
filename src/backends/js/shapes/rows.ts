import type { Dims, NodeContext } from '../kernel.js'
import { ANY, productOf, type Rule } from './rule.js'

/** The rows of a matrix, or of a vector, which is one row; of what else there is none. */
const rowsIn = (dims: Dims): number => (dims.length === 1 ? 1 : dims[0]!)

/** Rows of `width` cells, after labels where there are some. */
const rowsOfWidth =
  (labelled: boolean, widthOf: (node: NodeContext) => number): Rule =>
  (node) => {
    const width = widthOf(node)
    return ([x]) => {
      const rows = rowsIn(x!)
      return labelled ? [[rows], [rows, width]] : [[rows, width]]
    }
  }

const countOf = (node: NodeContext, ints: string, strings: string): number =>
  Math.max(node.longs(ints)?.length ?? 0, node.strings(strings)?.length ?? 0)

export const targets: Rule = /* @__PURE__ */ rowsOfWidth(false, (node) => node.int('n_targets'))

export const treeClasses: Rule = /* @__PURE__ */ rowsOfWidth(true, (node) =>
  countOf(node, 'classlabels_int64s', 'classlabels_strings'),
)

export const linearClasses: Rule = /* @__PURE__ */ rowsOfWidth(true, (node) =>
  Math.max(1, node.floats('intercepts')?.length ?? 0, countOf(node, 'classlabels_ints', 'classlabels_strings')),
)

export const linearTargets: Rule = /* @__PURE__ */ rowsOfWidth(false, (node) => node.int('targets', 1))

export const svmClasses: Rule = /* @__PURE__ */ rowsOfWidth(true, () => ANY)

export const svmTarget: Rule = /* @__PURE__ */ rowsOfWidth(false, () => 1)

export const features: Rule = /* @__PURE__ */ rowsOfWidth(false, (node) =>
  Array.from(node.ints('inputdimensions') ?? []).reduce((sum, width) => sum + width, 0),
)

export const oneHotEncoder: Rule = (node) => {
  const width = countOf(node, 'cats_int64s', 'cats_strings')
  return ([x]) => [[...x!, width]]
}

export const arrayFeatures: Rule =
  () =>
  ([x, places]) => [[...(x!.length === 1 ? [1] : x!.slice(0, -1)), productOf(places!)]]

export const grams: Rule = (node) => {
  const width = Array.from(node.ints('ngram_indexes') ?? []).reduce((most, column) => Math.max(most, column + 1), 0)
  return ([x]) => [x!.length === 2 ? [x![0]!, width] : [width]]
}
