import { harmless, type Attack } from './attack.js'
import { record, withSchema, type Json } from './base.js'
import { withNamedOutputs, withWideOutputs } from './outputs.js'

const invalid = (at: string): Pick<Attack, 'code' | 'at'> => ({ code: 'ERR_SCHEMA_INVALID', at: `schema.json#/${at}` })

function input(change: (age: Json) => void): () => Uint8Array {
  return () =>
    withSchema((schema) => {
      change(schema.inputs[0]!)
    })
}

/** A set of prototype names as the names and keys of outputs, each with a column. */
const hostile = ['__proto__', 'constructor', 'hasOwnProperty', 'then', 'toString']

export const schemaAttacks: readonly Attack[] = [
  {
    name: 'Input names of a prototype',
    tries: 'reads what every object inherits',
    code: 'ERR_INPUT',
    at: '',
    issues: hostile.map((name) => [name, 'absent']),
    make: () =>
      withSchema((schema) => {
        for (const name of hostile) schema.inputs.push({ ...schema.inputs[0]!, name })
      }),
    call: (model) => model.predictSync(record),
  },
  {
    name: 'Class keys of a prototype',
    tries: 'sets the prototype of what comes out',
    code: null,
    at: '',
    make: () =>
      withSchema((schema) => {
        schema.outputs[1]!.keys = ['__proto__', 'constructor']
      }),
    call: (model) => {
      const { probabilities } = model.predictSync(record) as unknown as { probabilities: Json }
      harmless(Object.getPrototypeOf(probabilities) === Object.prototype, 'the prototype of what comes out')
      harmless(Object.keys(probabilities).join() === '__proto__,constructor', 'the classes are data')
    },
  },
  {
    name: 'Output names of a prototype',
    tries: 'sets the prototype of the record, or makes it a promise',
    code: null,
    at: '',
    make: () => withNamedOutputs(hostile),
    call: async (model) => {
      const out = await model.predict(record)
      harmless(Object.getPrototypeOf(out) === Object.prototype, 'the prototype of a record')
      for (const name of hostile) harmless(Object.hasOwn(out, name), `the output ${name} is data`)
      const { outputs } = model.predictBatchSync({ age: [40], plan: ['pro'] })
      harmless(Object.getPrototypeOf(outputs) === Object.prototype, 'the prototype of columns')
    },
  },
  {
    name: 'Two inputs of one name',
    tries: 'one value in two columns',
    ...invalid('inputs/2/name'),
    make: () => withSchema((schema) => schema.inputs.push({ ...schema.inputs[0]! })),
  },
  {
    name: 'Type of a prototype',
    tries: 'a case that is found on Object.prototype',
    ...invalid('inputs/0/type'),
    make: input((age) => void (age.type = 'constructor')),
  },
  {
    name: 'Policy of a prototype',
    tries: 'an action that is found on Object.prototype',
    ...invalid('inputs/0/policy/absent'),
    make: input((age) => void ((age.policy as Json).absent = 'toString')),
  },
  {
    name: 'Replacement with an extra key',
    tries: 'meaning that only others see',
    ...invalid('inputs/0/policy/absent/extra'),
    make: input((age) => void ((age.policy as Json).absent = { value: 1, extra: 2 })),
  },
  {
    name: 'Replacement that is tagged',
    tries: 'infinity past the policies',
    ...invalid('inputs/0/policy/absent/value'),
    make: input((age) => void ((age.policy as Json).absent = { value: { $number: 'Infinity' } })),
  },
  {
    name: 'Range upside down',
    tries: 'a clip that never ends',
    ...invalid('inputs/0/range/max'),
    make: input((age) => void (age.range = { min: 2, max: 1, min_open: false, max_open: false })),
  },
  {
    name: 'Pattern as a format',
    tries: 'a pattern that takes forever on the host',
    code: null,
    at: '',
    make: () => withSchema((schema) => void (schema.inputs[1]!.format = '(a+)+$')),
    call: (model) => model.validate({ age: 1, plan: 'a'.repeat(10_000) + 'b' }),
  },
  {
    name: 'Keys of an output that repeat',
    tries: 'one class hides another',
    ...invalid('outputs/1/keys/1'),
    make: () => withSchema((schema) => void (schema.outputs[1]!.keys = ['stay', 'stay'])),
  },
  {
    name: 'More keys than cells',
    tries: 'reads beyond a row',
    code: 'ERR_GRAPH_INVALID',
    at: 'graph.json#/outputs/probabilities',
    make: () => withSchema((schema) => void (schema.outputs[1]!.keys = ['leave', 'stay', 'other'])),
  },
  {
    name: 'Numbers as text',
    tries: 'a column of another kind',
    code: 'ERR_GRAPH_INVALID',
    at: 'graph.json#/outputs/doubled',
    make: () => withSchema((schema) => void (schema.outputs[2]!.type = 'string')),
  },
  {
    name: 'Output that the graph does not have',
    tries: 'a column that is not there',
    code: 'ERR_GRAPH_INVALID',
    at: 'graph.json#/outputs',
    make: () => withSchema((schema) => schema.outputs.push({ ...schema.outputs[2]!, name: 'constructor' })),
  },
  {
    name: 'Many wide outputs of one column',
    tries: 'memory at the first record: cells that no limit counts',
    code: 'ERR_LIMIT',
    at: 'graph.json#/outputs…',
    options: { limits: { width: 3000 } },
    make: () => withWideOutputs(1000, 50),
    call: (model) => model.predictSync(record),
  },
]
