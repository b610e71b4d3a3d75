import type { Attack } from './attack.js'
import { node, record, withGraph, withNodes, type NodeJson } from './base.js'

function expression(text: string, variables: readonly string[] = ['s']): () => Uint8Array {
  return () =>
    withGraph((nodes) => {
      const { attrs } = nodes[node.root]!
      attrs!.expression = text
      attrs!.variables = variables
    })
}

const invalid = { code: 'ERR_EXPRESSION_INVALID', at: `graph.json#/nodes/${node.root}/attrs/expression` } as const

/** `count` nodes before the others, which nobody reads; each does the same. */
function repeated(count: number, given: Omit<NodeJson, 'id'>): () => Uint8Array {
  return () => withNodes(...Array.from({ length: count }, (_, i) => ({ ...given, id: `r${i}`, inputs: given.inputs })))
}

const pattern = (text: string) => ({
  op: 'count_matches',
  version: 1,
  inputs: ['input:plan'],
  attrs: { pattern: text, word: [[97, 122]], digit: [], space: [], fold: [] },
})

const texts: readonly (readonly [name: string, tries: string, text: string])[] = [
  ['Deep parentheses', 'the stack of a parser', '('.repeat(5000) + 's' + ')'.repeat(5000)],
  ['Deep not', 'the same without parentheses', 'not '.repeat(4000) + 'true'],
  ['Deep minus', 'the same', '-'.repeat(16_000) + 's'],
  ['Deep powers', 'the same on the right side', 's**'.repeat(4000) + 's'],
  ['Deep calls', 'the same by functions', 'abs('.repeat(3000) + 's' + ')'.repeat(3000)],
  ['Huge text', 'time, before anything is known', 's+'.repeat(1_000_000) + 's'],
  ['Many nodes', 'a program without an end', 's' + '+s'.repeat(4000)],
  ['The function `constructor`', 'code from text', 'constructor("return process")'],
  ['The function `__proto__`', 'what every object inherits', '__proto__(s)'],
  ['The function `toString`', 'what every object inherits', 'toString(s)'],
  ['The function `eval`', 'code from text', 'eval("1")'],
  ['Member access', 'the inside of a value', 's.constructor'],
  ['Index access', 'the inside of a value', 's["constructor"]'],
  ['Variable of a prototype', 'what every object inherits', 'constructor + s'],
  ['Variable of the host', 'a global', 'globalThis + s'],
  ['Assignment', 'a change of something', 's = 1'],
  ['Template', 'code in a string', '`${s}`'],
  ['Comment in an expression', 'text that is no expression', 's /* x */'],
  ['A number beyond float64', 'infinity from digits', '1e999'],
  ['Many digits', 'a number that takes forever', '1' + '0'.repeat(400)],
  ['Lone surrogate by escape', 'a string that can not be written', "if('\\ud800' == 'a', 1, 2)"],
  ['String without an end', 'reads past the end', "s + 'abc"],
  ['Escape at the end', 'reads past the end', "'\\"],
  ['Other digits', 'digits of another script', '\u0661 + s'],
  ['Kelvin sign', 'a letter that folds to ASCII', '\u212a + s'],
  ['Types that do not fit', 'arithmetic on text', "s + 'a'"],
]

export const expressionAttacks: readonly Attack[] = [
  ...texts.map(([name, tries, text]): Attack => ({ name, tries, ...invalid, make: expression(text) })),
  {
    name: 'Variable that is no name',
    tries: 'a variable with the text of code',
    ...invalid,
    make: expression('1', ['s; process.exit()']),
  },
  {
    name: 'Variable that is a word of the grammar',
    tries: 'another meaning of true',
    ...invalid,
    make: expression('true', ['true']),
  },
  {
    name: 'Expressions of two thousand terms',
    tries: 'memory: a term takes many times what its text does',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/1',
    make: repeated(2, {
      op: 'expression',
      version: 1,
      inputs: ['input:age'],
      attrs: { variables: ['s'], expression: 's' + '+s'.repeat(2000), dtype: 'float64' },
    }),
    options: { limits: { steps: 500_000 } },
  },
  {
    name: 'Patterns of thousands of instructions',
    tries: 'memory: nine thousand instructions out of 70 characters',
    code: 'ERR_LIMIT',
    at: 'graph.json#/nodes/1',
    make: repeated(2, pattern('\\w{1000}'.repeat(9))),
    options: { limits: { steps: 2_000_000 } },
  },
  {
    name: 'Patterns that search one long text',
    tries: 'time: each takes as many steps as one may',
    code: 'ERR_INPUT',
    at: '',
    issues: [['r0', 'refused_by_transform']],
    make: repeated(10, pattern('[a-z]+!')),
    options: { limits: { steps: 20_000 } },
    call: (model) => model.predictSync({ ...record, plan: 'a'.repeat(1000) }),
  },
]
