import { harmless, type Attack } from './attack.js'
import { changed, withText, type Json } from './base.js'

interface Case {
  name: string
  source: string
  record: Json
  outputs: Json | null
  features: unknown[] | null
  terms: Json | null
}

interface Golden {
  cases: Case[]
  tolerance: { outputs: Json; features: Json }
  backends: Json[]
}

function golden(change: (golden: Golden) => void): () => Uint8Array {
  return () =>
    changed('golden.json', (document) => {
      change(document as unknown as Golden)
    })
}

const right = {
  label: 'stay',
  probabilities: { leave: 0.11920292202211769, stay: 0.8807970779778823 },
  doubled: 2.8284271247461903,
}

/** A case that is right, then changed. */
function oneCase(change: (one: Case, golden: Golden) => void): () => Uint8Array {
  return golden((document) => {
    const one: Case = {
      name: 'one',
      source: 'synthetic',
      record: { age: 40, plan: 'pro' },
      outputs: structuredClone(right),
      features: [1, 0, 1],
      terms: null,
    }
    change(one, document)
    document.cases = [one]
  })
}

const invalid = (at: string): Pick<Attack, 'code' | 'at' | 'call'> => ({
  code: 'ERR_GOLDEN_INVALID',
  at: `golden.json#/${at}`,
  call: (model) => model.test(),
})

/** A case that the replay must find wrong, or right. */
function judged(name: string, tries: string, ok: boolean, make: () => Uint8Array): Attack {
  return {
    name,
    tries,
    code: null,
    at: '',
    make,
    call: async (model) => {
      const report = await model.test()
      harmless(report.ok === ok, `the report says ${report.ok}: ${JSON.stringify(report.failures)}`)
    },
  }
}

export const goldenAttacks: readonly Attack[] = [
  judged(
    'Case that is right',
    'nothing: what the others change',
    true,
    oneCase(() => undefined),
  ),
  {
    name: 'Tolerance of NaN',
    tries: 'a bound that nothing is beyond',
    ...invalid('tolerance/features/absolute'),
    make: golden(({ tolerance }) => void (tolerance.features.absolute = { $number: 'NaN' })),
  },
  {
    name: 'Tolerance of infinity',
    tries: 'a bound that nothing is beyond',
    ...invalid('tolerance/outputs/probabilities/relative'),
    make: golden(
      ({ tolerance }) =>
        void (tolerance.outputs.probabilities = { absolute: 0, relative: { $number: 'Infinity' }, terms: 0 }),
    ),
  },
  {
    name: 'Terms that are tagged',
    tries: 'a bound that nothing is beyond',
    ...invalid('cases/0/terms/probabilities'),
    make: oneCase((one) => void (one.terms = { probabilities: { $number: 'Infinity' } })),
  },
  {
    name: 'Tolerance with an extra key',
    tries: 'meaning that only others see',
    ...invalid('tolerance/features/extra'),
    make: golden(({ tolerance }) => void (tolerance.features.extra = 1)),
  },
  {
    name: 'Source of a prototype',
    tries: 'a source by the name of a method',
    ...invalid('cases/0/source'),
    make: oneCase((one) => void (one.source = 'constructor')),
  },
  judged(
    '$number with an extra key in an answer',
    'a number and something beside it',
    false,
    oneCase((one) => void (one.outputs!.doubled = { $number: 'NaN', extra: 1 })),
  ),
  judged(
    '$number of a method in an answer',
    'a number by the name of a method',
    false,
    oneCase((one) => void (one.outputs!.doubled = { $number: 'toString' })),
  ),
  judged(
    '$number with an extra key in a record',
    'a number and something beside it',
    false,
    oneCase((one) => void (one.record.age = { $number: 'NaN', extra: 1 })),
  ),
  judged(
    'Answers by `__proto__`',
    'an answer that is inherited',
    false,
    oneCase((one) => {
      const inherited = Object.create(null) as Json
      Object.assign(inherited, { label: right.label, probabilities: right.probabilities, ['__proto__']: right })
      one.outputs = inherited
    }),
  ),
  judged(
    'Answer missing',
    'a case that passes by saying nothing',
    false,
    oneCase((one) => void delete one.outputs!.doubled),
  ),
  judged(
    'Class missing',
    'the same inside of an answer',
    false,
    oneCase((one) => void (one.outputs!.probabilities = {})),
  ),
  judged(
    'Features missing',
    'the same for features',
    false,
    oneCase((one) => void (one.features = [])),
  ),
  judged(
    'Number of another type',
    'text that is nearly right',
    false,
    oneCase((one) => void (one.outputs!.doubled = '2.8284271247461903')),
  ),
  judged(
    'Negative tolerance',
    'a bound that turns around',
    false,
    oneCase((one, { tolerance }) => {
      one.outputs!.doubled = 2
      tolerance.outputs.doubled = { absolute: -1, relative: -1, terms: -1 }
    }),
  ),
  judged(
    'Digest of another run',
    'a digest that nobody compares',
    false,
    oneCase((_, { backends }) => void backends.push({ backend: 'js', digest: '0'.repeat(64), worst: {} })),
  ),
  {
    name: 'Golden cases that are not canonical',
    tries: 'two texts of one document',
    code: 'ERR_JSON_NOT_CANONICAL',
    at: 'golden.json',
    make: () => withText('golden.json', '{"cases":[],"backends":[]}'),
    call: (model) => model.test(),
  },
  {
    name: 'Deep golden cases',
    tries: 'the stack, only when they are replayed',
    code: 'ERR_LIMIT',
    at: 'golden.json',
    make: () => withText('golden.json', '['.repeat(1000) + ']'.repeat(1000)),
    call: (model) => model.test(),
  },
]
