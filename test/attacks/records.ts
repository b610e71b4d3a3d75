import { BundleError } from '../../src/errors.js'
import type { IssueCode } from '../../src/errors.js'
import type { Model } from '../../src/index.js'
import { harmless, type Attack } from './attack.js'
import { base, record, withSchema } from './base.js'

/** Offers the record to every call that takes one, then has it scored. */
async function everyWay(model: Model, make: () => unknown): Promise<void> {
  harmless(!model.validate(make()).ok, 'validate lets pass what predict refuses')
  const { outputs } = await model.predictBatch([make()], { onInvalid: 'null' })
  harmless(outputs[0] === null, 'a batch lets pass what predict refuses')
  harmless(model.input['~standard'].validate(make()).issues !== undefined, 'the Standard Schema lets it pass')
  await model.predict(make())
}

/** A record that the schema refuses, with these issues and no others. */
function refused(
  name: string,
  tries: string,
  make: () => unknown,
  ...issues: readonly (readonly [string, IssueCode])[]
): Attack {
  return {
    name,
    tries,
    code: 'ERR_INPUT',
    at: '',
    issues,
    make: () => base,
    call: (model) => everyWay(model, make),
  }
}

/** A value that is no number, in the place of one. */
function noNumber(name: string, tries: string, make: () => unknown): Attack {
  return refused(name, tries, () => ({ age: make(), plan: 'pro' }), ['age', 'wrong_type'])
}

function noRecord(name: string, tries: string, make: () => unknown): Attack {
  return refused(name, tries, make, ['', 'not_a_record'])
}

/** A record that is scored as the plain one is. */
function scored(name: string, tries: string, make: (model: Model) => unknown, check?: () => void): Attack {
  return {
    name,
    tries,
    code: null,
    at: '',
    make: () => base,
    call: (model) => {
      const expected = JSON.stringify(model.predictSync({ ...record }))
      harmless(JSON.stringify(model.predictSync(make(model))) === expected, 'another score')
      check?.()
      harmless(JSON.stringify(model.predictSync({ ...record })) === expected, 'the next record')
    },
  }
}

class Customer {
  readonly age = 40
  readonly plan = 'pro'
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function extraKeys(count: number): Record<string, unknown> {
  const wide: Record<string, unknown> = { ...record }
  for (let i = 0; i < count; i++) wide[`k${i}`] = i
  return wide
}

const strict = (): Uint8Array => withSchema((schema) => void (schema.unknown_keys = 'error'))
let reads = 0

export const recordAttacks: readonly Attack[] = [
  noRecord('null as a record', 'a value without properties', () => null),
  noRecord('undefined as a record', 'a value without properties', () => undefined),
  noRecord('A number as a record', 'a primitive', () => 1),
  noRecord('A string as a record', 'a primitive with properties', () => '{"age":40}'),
  noRecord('A symbol as a record', 'a value that does not become text', () => Symbol('age')),
  noRecord('A BigInt as a record', 'a value that JSON does not have', () => 10n),
  noRecord('An array as a record', 'values by place', () => [40, 'pro']),
  noRecord('A function as a record', 'code', () => Object.assign(() => 1, { ...record })),
  noRecord('A class instance as a record', 'accessors of a class', () => new Customer()),
  noRecord('A Map as a record', 'entries that are no properties', () => new Map(Object.entries(record))),
  noRecord('A Proxy of an array as a record', 'an array that hides', () => new Proxy([40], {})),
  refused(
    'Inherited properties',
    'values that the record does not own',
    () => Object.create(Object.assign(Object.create(null) as object, record)) as unknown,
    ['age', 'absent'],
    ['plan', 'absent'],
  ),
  refused(
    'Values by `__proto__`',
    'a prototype out of JSON',
    () => JSON.parse('{"__proto__":{"age":40,"plan":"pro"}}') as unknown,
    ['age', 'absent'],
    ['plan', 'absent'],
  ),
  noNumber('Boxed number', 'an object that is nearly a number', () => Object(40)),
  noNumber('Object with valueOf', 'code at a conversion', () => ({ valueOf: () => 40 })),
  noNumber('Object with toPrimitive', 'code at a conversion', () => ({ [Symbol.toPrimitive]: () => 40 })),
  noNumber('BigInt', 'a number that does not mix', () => 40n),
  noNumber('Numeric string', 'a conversion', () => '40'),
  noNumber('Array of a number', 'a conversion', () => [40]),
  noNumber('Symbol', 'a value that does not become text', () => Symbol('40')),
  noNumber('Function', 'code', () => () => 40),
  noNumber('Revoked Proxy', 'an object that throws whatever is asked', revoked),
  noNumber('BigInt of 100,000 digits', 'a message without an end', () => 1n << 332_193n),
  noNumber('Symbol of 1,000,000 letters', 'a message without an end', () => Symbol('x'.repeat(1_000_000))),
  refused('Infinity', 'arithmetic that never comes back', () => ({ age: Infinity, plan: 'pro' }), ['age', 'infinite']),
  refused('Lone surrogate in a value', 'a string that can not be written', () => ({ age: 40, plan: '\ud800' }), [
    'plan',
    'wrong_type',
  ]),
  refused('String object', 'an object that is nearly a string', () => ({ age: 40, plan: Object('pro') as unknown }), [
    'plan',
    'wrong_type',
  ]),
  {
    name: 'String of 20,000,000 letters',
    tries: 'a message without an end',
    code: 'ERR_INPUT',
    at: '',
    issues: [['plans', 'refused_by_transform']],
    make: () => base,
    call: (model) => model.predict({ age: 40, plan: 'p'.repeat(20_000_000) }),
  },
  scored('Getter that changes its answer', 'one value is checked, another used', () => {
    let age = 0
    let plan = 0
    return {
      get age() {
        return age++ === 0 ? 40 : '40'
      },
      get plan() {
        return plan++ === 0 ? 'pro' : { toString: () => 'pro' }
      },
    }
  }),
  scored(
    'Proxy that counts',
    'a value is read twice',
    () => {
      reads = 0
      return new Proxy({ ...record }, { get: (target, key) => (reads++, Reflect.get(target, key) as unknown) })
    },
    () => harmless(reads === 2, `${reads} reads of 2 values`),
  ),
  scored('Proxy without keys', 'values that no listing shows', () => new Proxy({ ...record }, { ownKeys: () => [] })),
  scored('Getter that calls the model', 'two calls in one workspace', (model) => ({
    get age() {
      model.predictSync({ age: 1, plan: 'basic' })
      return 40
    },
    plan: 'pro',
  })),
  scored('Symbol keys', 'keys that are no text', () => ({ ...record, [Symbol.iterator]: null, [Symbol('age')]: 1 })),
  scored('100,000 extra keys', 'time for what is not looked at', () => extraKeys(100_000)),
  scored('Getter behind an unknown key', 'code for what is not looked at', () => ({
    ...record,
    get other(): never {
      throw new Error('read')
    },
  })),
  scored('`__proto__` out of JSON', 'pollutes a copy of the record', () =>
    JSON.parse('{"age":40,"plan":"pro","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  ),
  {
    name: 'Getter that throws',
    tries: 'leaves a workspace behind, spoils its batch',
    code: null,
    at: '',
    make: () => base,
    call: (model) => {
      const own = new Error('of the record')
      const hostile = {
        get age(): never {
          throw own
        },
        plan: 'pro',
      }
      for (const call of [model.predictSync, model.features, model.validate]) {
        let thrown: unknown
        try {
          call(hostile)
        } catch (error) {
          thrown = error
        }
        harmless(thrown === undefined || thrown instanceof BundleError, 'the record is refused, and nothing else')
      }
      const { outputs, issues } = model.predictBatchSync([record, hostile, record], { onInvalid: 'null' })
      harmless(outputs[0] !== null && outputs[1] === null && outputs[2] !== null, 'the others of its batch are scored')
      harmless(issues.length === 1 && issues[0]!.code === 'not_a_record', 'it is refused as no record')
    },
  },
  {
    name: 'Getter that disposes of the model',
    tries: 'uses what was freed',
    code: 'ERR_DISPOSED',
    at: '…',
    make: () => base,
    call: (model) =>
      model.predict({
        get age() {
          model.dispose()
          return 40
        },
        plan: 'pro',
      }),
  },
  {
    name: 'Unknown keys where none may be',
    tries: 'a key that reaches the message',
    code: 'ERR_INPUT',
    at: '',
    issues: [
      ['__proto__', 'unknown_key'],
      ['\u001b[2J', 'unknown_key'],
    ],
    make: strict,
    call: (model) => model.predict(JSON.parse('{"age":40,"plan":"pro","__proto__":1,"\\u001b[2J":2}')),
  },
  {
    name: '100,000 unknown keys where none may be',
    tries: 'more issues than a call can take',
    code: 'ERR_INPUT',
    at: '',
    issues: Array.from({ length: 100_000 }, (_, i) => [`k${i}`, 'unknown_key'] as const),
    make: strict,
    call: (model) => model.predict(extraKeys(100_000)),
  },
]
