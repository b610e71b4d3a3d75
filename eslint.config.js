import tseslint from 'typescript-eslint'

/** Members of Math that engines disagree on; the rest is exact everywhere. */
const inexact =
  'exp expm1 log log1p log2 log10 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot f16round random'

const hostDependent = [
  ...inexact.split(' ').map((property) => ({
    object: 'Math',
    property,
    message: 'Engines disagree on its bits: use src/math.',
  })),
  { object: 'BigInt', property: 'asUintN', message: 'QuickJS gets it wrong: use a mask.' },
  { object: 'Date', property: 'parse', message: 'Engines disagree on dates.' },
]

const hostSyntax = [
  { selector: "BinaryExpression[operator='**']", message: 'Engines disagree on its bits: use src/math/pow.' },
  { selector: "AssignmentExpression[operator='**=']", message: 'Engines disagree on its bits: use src/math/pow.' },
  {
    selector:
      'CallExpression[callee.property.name=/^(toLowerCase|toUpperCase|toLocaleLowerCase|toLocaleUpperCase|toLocaleString|normalize|localeCompare|match|matchAll|search)$/]',
    message: 'Depends on the host: text rules are ours.',
  },
  {
    selector: "NewExpression[callee.name='RegExp'], Literal[regex]",
    message: 'No regular expressions on the scoring path.',
  },
  { selector: "CallExpression[callee.name='RegExp']", message: 'No regular expressions on the scoring path.' },
]

const banned = [
  'Intl',
  'eval',
  'Function',
  'WebAssembly',
  'process',
  'Buffer',
  'setTimeout',
  'fetch',
  'console',
  'Date',
]

export default tseslint.config(
  {
    ignores: ['dist', 'node_modules', 'test/runtimes/node_modules', 'test/frameworks/next/app', 'python', '**/*.d.ts'],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.ts'],
    rules: {
      'no-self-compare': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/node.ts', 'src/model/file.ts'],
    rules: {
      'no-restricted-properties': ['error', ...hostDependent],
      'no-restricted-syntax': ['error', ...hostSyntax],
      'no-restricted-globals': ['error', ...banned],
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
    },
  },
)
