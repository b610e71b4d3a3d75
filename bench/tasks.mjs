// What is measured, and what is aimed at: `goals` has, by peer, how many times faster than it Skewless is to be, and at least is.

/**
 * `one` scores one record a call; `records` and `columns` a batch of `rows` in a call. `numbers` and `categories` say how many of a
 * row's cells are which, in that order.
 */
export const tasks = [
  {
    name: 'one record: logistic regression, 30 features',
    model: 'logistic',
    form: 'one',
    goals: { 'ort-node': [45, 30], 'ort-web': [58, 40], 'scikit-learn': [100, 100] },
  },
  {
    name: 'one record: GBDT, 100 trees of depth 6',
    model: 'gbdt',
    form: 'one',
    goals: { 'ort-node': [11, 8], 'ort-web': [16, 10], 'scikit-learn': [60, 60] },
  },
  {
    name: 'one record: forest, 500 trees of depth 12, 3 classes',
    model: 'forest',
    form: 'one',
    goals: { 'ort-node': [5.5, 3.5], 'ort-web': [8, 4], 'scikit-learn': [250, 250] },
  },
  {
    name: 'one record: network 100-64-32-1',
    model: 'mlp',
    form: 'one',
    goals: { 'ort-node': [1.9, 1.5], 'ort-web': [2.3, 1.7], 'scikit-learn': [6, 6] },
  },
  {
    name: 'one record: 10 numbers and 5 categories into GBDT',
    model: 'mixed',
    form: 'one',
    goals: { 'ort-node': [17, 10], 'ort-web': [21, 14], 'scikit-learn': [800, 800] },
  },
  {
    name: 'one text of 50 words: TF-IDF of 20,000 1-2-grams, logistic regression',
    model: 'text',
    form: 'one',
    goals: { 'ort-node': [20, 10], 'ort-web': [18, 15], 'scikit-learn': [50, 50] },
  },
  {
    name: '100,000 rows: GBDT',
    model: 'gbdt',
    form: 'columns',
    rows: 100_000,
    goals: { 'ort-node': [2.8, 2.2], 'ort-web': [3.5, 2.6], 'scikit-learn': [2.5, 1.8] },
  },
  {
    name: '100,000 rows: forest',
    model: 'forest',
    form: 'columns',
    rows: 100_000,
    goals: { 'ort-node': [3.8, 2.5], 'ort-web': [4.6, 2.8], 'scikit-learn': [4, 3] },
  },
  {
    name: '20,000 records: 10 numbers and 5 categories into GBDT',
    model: 'mixed',
    form: 'records',
    rows: 20_000,
    goals: { 'ort-node': [2.8, 2], 'ort-web': [3.8, 2.6], 'scikit-learn': [2.5, 1.8] },
  },
  {
    name: '1,000 texts: TF-IDF of 20,000 1-2-grams, logistic regression',
    model: 'text',
    form: 'columns',
    rows: 1_000,
    goals: { 'ort-node': [24, 12], 'ort-web': [24, 12], 'scikit-learn': [13, 7] },
  },
  {
    name: '100,000 rows: logistic regression',
    model: 'logistic',
    form: 'columns',
    rows: 100_000,
    goals: { 'ort-node': [0.3, 0.25], 'ort-web': [1.6, 1.3], 'scikit-learn': [1, 0.6] },
  },
  {
    name: '20,000 rows: network 100-64-32-1',
    model: 'mlp',
    form: 'columns',
    rows: 20_000,
    goals: { 'ort-web': [0.26, 0.2] },
  },
]

/** A fresh process each: import, load, first prediction; with `edge` as at the edge. `memory` is megabytes above bare Node at the peak. */
export const starts = [
  {
    name: 'cold: import, load, first prediction, GBDT',
    model: 'gbdt',
    goals: { 'ort-node': [4, 3], 'ort-web': [22, 15] },
    most: 20,
    memory: [11, 15],
  },
  {
    name: 'cold: the same as one file with what the bundle needs, trees as attributes of an op',
    model: 'gbdt',
    edge: true,
    goals: { 'ort-node': [4, 3], 'ort-web': [22, 15] },
    most: 20,
    memory: [11, 15],
  },
  {
    name: 'cold: import, load, first prediction, that forest',
    model: 'forest',
    goals: { 'ort-node': [4.5, 3], 'ort-web': [30, 20] },
    memory: [96, 110],
  },
]
