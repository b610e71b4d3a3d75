// Written by `npm run schemas` from the table of ops.
import type { Matrix, Numbers, OpNode, Strings, Values } from './op-node.js'

/** A call of an op as an author writes it: plain JSON values and typed arrays, NaN and infinities included. */
export type OpNodeDefinition =
  | OpNode<'argmax_label', 1, readonly [string], { readonly labels: Values }>
  | OpNode<
      'bin',
      1,
      readonly [string],
      { readonly edges: Numbers; readonly counts: readonly number[]; readonly encode: 'ordinal' | 'one_hot' }
    >
  | OpNode<'cast', 1, readonly [string], { readonly to: 'float32' | 'int64' | 'bool' | 'string' | 'float64' }>
  | OpNode<
      'char_ngrams',
      1,
      readonly [string],
      { readonly min: number; readonly max: number; readonly words: boolean; readonly space: Matrix }
    >
  | OpNode<
      'check_finite',
      1,
      readonly [string],
      { readonly missing: 'allow' | 'refuse'; readonly range: 'float64' | 'float32' }
    >
  | OpNode<'city_hash', 1, readonly [string], Readonly<Record<string, never>>>
  | OpNode<'concat', 1, readonly string[], Readonly<Record<string, never>>>
  | OpNode<
      'count_matches',
      1,
      readonly [string],
      {
        readonly pattern: string
        readonly word: Matrix
        readonly digit: Matrix
        readonly space: Matrix
        readonly fold: Strings<string>
      }
    >
  | OpNode<'count_vector', 1, readonly [string], { readonly vocabulary: Strings<string>; readonly binary: boolean }>
  | OpNode<
      'distances',
      1,
      readonly [string],
      {
        readonly points: Matrix
        readonly metric:
          | 'euclidean'
          | 'squared_euclidean'
          | 'manhattan'
          | 'chebyshev'
          | 'euclidean_expanded'
          | 'squared_euclidean_expanded'
        readonly dtype: 'float64' | 'float32'
      }
    >
  | OpNode<
      'expression',
      1,
      readonly string[],
      { readonly variables: readonly string[]; readonly expression: string; readonly dtype: 'float64' | 'float32' }
    >
  | OpNode<
      'extract_match',
      1,
      readonly [string],
      {
        readonly pattern: string
        readonly word: Matrix
        readonly digit: Matrix
        readonly space: Matrix
        readonly fold: Strings<string>
      }
    >
  | OpNode<
      'feature_hash',
      1,
      readonly string[],
      { readonly features: number; readonly alternate_sign: boolean; readonly names: Strings<string> }
    >
  | OpNode<
      'hash_table',
      1,
      readonly [string],
      { readonly high: Numbers; readonly low: Numbers; readonly values: Matrix; readonly unknown: Numbers }
    >
  | OpNode<
      'hashing_vector',
      1,
      readonly [string],
      { readonly features: number; readonly alternate_sign: boolean; readonly binary: boolean }
    >
  | OpNode<
      'impute',
      1,
      readonly [string],
      { readonly missing: string | number | boolean | null; readonly fill: Values }
    >
  | OpNode<
      'isotonic',
      1,
      readonly [string],
      { readonly x: Numbers; readonly y: Numbers; readonly outside: 'clip' | 'missing' | 'error' }
    >
  | OpNode<'join_text', 1, readonly [string], { readonly texts: Values }>
  | OpNode<
      'kd_nearest',
      1,
      readonly [string],
      {
        readonly count: number
        readonly metric: 'squared_euclidean' | 'manhattan' | 'chebyshev'
        readonly levels: number
        readonly points: Matrix
        readonly order: Numbers
      }
    >
  | OpNode<
      'knn_impute',
      1,
      readonly [string],
      {
        readonly count: number
        readonly weights: 'uniform' | 'distance'
        readonly points: Matrix
        readonly otherwise: Numbers
        readonly margin: number
        readonly precision: number
      }
    >
  | OpNode<
      'label_map',
      1,
      readonly [string],
      {
        readonly from: Values
        readonly to: Values
        readonly unknown: 'error' | 'keep' | 'value'
        readonly unknown_value: string | number | boolean | null
      }
    >
  | OpNode<
      'lda_topics',
      1,
      readonly [string],
      {
        readonly words: Matrix
        readonly prior: number
        readonly iterations: number
        readonly tolerance: number
        readonly doubt: number
      }
    >
  | OpNode<
      'leaf_linear',
      1,
      readonly [string, string],
      {
        readonly targets: Numbers
        readonly constants: Numbers
        readonly otherwise: Numbers
        readonly starts: Numbers
        readonly features: Numbers
        readonly coefficients: Numbers
      }
    >
  | OpNode<
      'leaf_sum',
      1,
      readonly [string],
      { readonly table: Matrix; readonly divisor: number; readonly dtype: 'float64' | 'float32' }
    >
  | OpNode<
      'linear',
      1,
      readonly [string],
      { readonly matrix: Matrix; readonly offset: Numbers; readonly dtype: 'float64' | 'float32' }
    >
  | OpNode<
      'lookup',
      1,
      readonly string[],
      {
        readonly keys: readonly Values[]
        readonly values: Values
        readonly width: number
        readonly unknown: 'error' | 'values'
        readonly unknown_values: Values
      }
    >
  | OpNode<'md5_hash', 1, readonly [string], { readonly features: number }>
  | OpNode<
      'min_max_scale',
      1,
      readonly [string],
      {
        readonly scale: Numbers
        readonly min: Numbers
        readonly clip: { readonly low: number; readonly high: number } | null
        readonly dtype: 'float64' | 'float32'
      }
    >
  | OpNode<'missing_indicator', 1, readonly [string], { readonly missing: string | number | boolean | null }>
  | OpNode<'ngrams', 1, readonly [string], { readonly min: number; readonly max: number }>
  | OpNode<'nearest', 1, readonly [string, string], { readonly count: number; readonly groups: Numbers }>
  | OpNode<
      'normalize',
      1,
      readonly [string],
      { readonly norm: 'l1' | 'l2' | 'max'; readonly least: number; readonly dtype: 'float64' | 'float32' }
    >
  | OpNode<
      'normalize_text',
      1,
      readonly [string],
      {
        readonly lower: {
          readonly from: Strings<string>
          readonly to: Values
          readonly cased: Matrix
          readonly ignorable: Matrix
        } | null
        readonly strip: { readonly from: Strings<string>; readonly to: Values; readonly others: 'keep' | 'drop' } | null
      }
    >
  | OpNode<
      'one_hot',
      1,
      readonly [string],
      {
        readonly categories: Values
        readonly columns: readonly number[]
        readonly width: number
        readonly unknown: 'error' | 'zeros' | 'infrequent'
        readonly infrequent: number | null
      }
    >
  | OpNode<
      'ordinal',
      1,
      readonly [string],
      {
        readonly categories: Values
        readonly codes: Numbers
        readonly unknown: 'error' | 'value'
        readonly unknown_value: number
      }
    >
  | OpNode<'pairwise_coupling', 1, readonly [string], { readonly classes: number }>
  | OpNode<
      'polynomial',
      1,
      readonly [string],
      { readonly terms: readonly (readonly number[])[]; readonly dtype: 'float64' | 'float32' }
    >
  | OpNode<
      'power_transform',
      1,
      readonly [string],
      { readonly method: 'yeo_johnson' | 'box_cox'; readonly lambdas: Numbers; readonly dtype: 'float64' | 'float32' }
    >
  | OpNode<
      'quantile_transform',
      1,
      readonly [string],
      {
        readonly quantiles: Matrix
        readonly references: Numbers
        readonly output: 'uniform' | 'normal'
        readonly dtype: 'float64' | 'float32'
      }
    >
  | OpNode<
      'recase_text',
      1,
      readonly [string],
      {
        readonly start: { readonly from: Strings<string>; readonly to: Values }
        readonly inside: { readonly from: Strings<string>; readonly to: Values }
        readonly after: Matrix
        readonly cased: Matrix
        readonly ignorable: Matrix
      }
    >
  | OpNode<
      'replace_matches',
      1,
      readonly [string],
      {
        readonly to: string
        readonly pattern: string
        readonly word: Matrix
        readonly digit: Matrix
        readonly space: Matrix
        readonly fold: Strings<string>
      }
    >
  | OpNode<'replace_text', 1, readonly [string], { readonly from: Strings<string>; readonly to: Values }>
  | OpNode<'select', 1, readonly [string], { readonly columns: readonly number[] }>
  | OpNode<'sigmoid', 1, readonly [string], { readonly dtype: 'float64' | 'float32'; readonly complement: boolean }>
  | OpNode<'softmax', 1, readonly [string], { readonly dtype: 'float64' | 'float32' }>
  | OpNode<
      'spline',
      1,
      readonly [string],
      {
        readonly knots: Matrix
        readonly degree: number
        readonly extrapolation: 'refuse' | 'continue' | 'periodic' | 'linear'
        readonly edges: {
          readonly start: Numbers
          readonly end: Numbers
          readonly low: Matrix
          readonly low_slope: Matrix
          readonly high: Matrix
          readonly high_slope: Matrix
        } | null
      }
    >
  | OpNode<
      'standard_scale',
      1,
      readonly [string],
      { readonly mean: Numbers; readonly scale: Numbers; readonly dtype: 'float64' | 'float32' }
    >
  | OpNode<'stop_words', 1, readonly [string], { readonly words: Strings<string> }>
  | OpNode<
      'tfidf',
      1,
      readonly [string],
      {
        readonly idf: Numbers | null
        readonly sublinear: boolean
        readonly norm: 'l1' | 'l2' | null
        readonly dtype: 'float64' | 'float32'
      }
    >
  | OpNode<
      'threshold',
      1,
      readonly [string],
      { readonly threshold: number; readonly comparison: '>' | '>='; readonly labels: Values }
    >
  | OpNode<'to_dense', 1, readonly [string], Readonly<Record<string, never>>>
  | OpNode<
      'tokenize',
      1,
      readonly [string],
      {
        readonly pattern: string
        readonly word: Matrix
        readonly digit: Matrix
        readonly space: Matrix
        readonly fold: Strings<string>
      }
    >
  | OpNode<
      'tree_ensemble',
      1,
      readonly [string],
      {
        readonly roots: Numbers
        readonly features: Numbers
        readonly thresholds: Numbers
        readonly true_branches: Numbers
        readonly false_branches: Numbers
        readonly missing_true: Numbers
        readonly comparison: '<=' | '<'
        readonly set_nodes: Numbers
        readonly sets: Numbers
        readonly weights: Numbers
        readonly targets: Numbers
        readonly outputs: number
        readonly input: 'float64' | 'float32'
        readonly dtype: 'float64' | 'float32'
      }
    >
  | OpNode<'triangular_solve', 1, readonly [string], { readonly lower: Matrix; readonly dtype: 'float64' | 'float32' }>
  | OpNode<'weighted_median', 1, readonly [string], { readonly weights: Numbers }>
