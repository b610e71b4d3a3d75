import { runInNewContext } from 'node:vm'
import type { IssueCode } from '../../src/errors.js'
import type { ColumnsIn } from '../../src/index.js'
import { harmless, type Attack } from './attack.js'
import { base, record } from './base.js'

/** A batch that is no batch. */
function refused(name: string, tries: string, make: () => unknown): Attack {
  return {
    name,
    tries,
    code: 'ERR_ARGUMENT',
    at: '',
    make: () => base,
    call: (model) => model.predictBatch(make() as never),
  }
}

function issues(
  name: string,
  tries: string,
  make: () => unknown,
  ...found: readonly (readonly [string, IssueCode])[]
): Attack {
  return { ...refused(name, tries, make), code: 'ERR_INPUT', issues: found }
}

class Lying extends Float64Array {
  override get length(): number {
    return 2 ** 40
  }
}

class Negative extends Float64Array {
  override get length(): number {
    return -1
  }
}

class Throwing extends Float64Array {
  override get length(): number {
    return own()
  }
}

function own(): never {
  throw new Error('of the caller')
}

/** The list with a second element that throws when it is read. */
function throwing(list: unknown[]): unknown {
  return Object.defineProperty(list, 1, { get: own })
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  return proxy
}

class List extends Array<unknown> {}

function lyingProxy(length: unknown): unknown {
  return new Proxy([] as unknown[], {
    get: (target, key) => (key === 'length' ? length : (Reflect.get(target, key) as unknown)),
  })
}

export const columnAttacks: readonly Attack[] = [
  refused('Columns of different lengths', 'reads past the shorter', () => ({ age: [1, 2], plan: ['pro'] })),
  refused('Typed column of another length', 'reads past the shorter', () => ({
    age: new Float64Array(3),
    plan: ['pro'],
  })),
  refused('String as a column', 'letters for values', () => ({ age: [1, 2, 3], plan: 'pro' })),
  refused('Object with a length', 'a list that is none', () => ({ age: { length: 2 ** 31, 0: 1 } })),
  refused('Map as a column', 'values without places', () => ({ age: new Map() })),
  refused('DataView as a column', 'bytes for values', () => ({ age: new DataView(new ArrayBuffer(8)) })),
  refused('DataView of another realm', 'the same, unknown to instanceof', () => ({
    age: runInNewContext('new DataView(new ArrayBuffer(8))') as unknown,
  })),
  refused('ArrayBuffer as a column', 'bytes for values', () => ({ age: new ArrayBuffer(8) })),
  refused('null as a column', 'a column of nothing', () => ({ age: null })),
  refused('null as a batch', 'columns of nothing', () => null),
  refused('Class instance as columns', 'accessors of a class', () => new Map([['age', [1]]])),
  refused('Typed array with a length of 2^40', 'memory for a number', () => ({ age: new Lying(1) })),
  refused('Typed array with a negative length', 'a loop that never ends', () => ({ age: new Negative(1) })),
  refused('Proxy of an array with a length of 2^40', 'memory for a number', () => ({ age: lyingProxy(2 ** 40) })),
  refused('Batch with a length of 2^40', 'memory for a number', () => lyingProxy(2 ** 40)),
  refused('Batch with a negative length', 'a loop that never ends', () => lyingProxy(-1)),
  issues(
    'Sparse column',
    'values that are not there',
    () => ({ age: Object.assign(new Array<number>(2), { 1: 40 }), plan: ['pro', 'pro'] }),
    ['age', 'absent'],
  ),
  issues('Sparse batch', 'records that are not there', () => new Array(2), ['', 'not_a_record'], ['', 'not_a_record']),
  issues('BigInt column', 'numbers that do not mix', () => ({ age: BigInt64Array.of(40n), plan: ['pro'] }), [
    'age',
    'wrong_type',
  ]),
  issues(
    'Column of columns',
    'lists for values',
    () => ({ age: [[40]], plan: [['pro']] }),
    ['age', 'wrong_type'],
    ['plan', 'wrong_type'],
  ),
  refused(
    'Columns by `__proto__`',
    'columns out of JSON',
    () => JSON.parse('{"__proto__":{"age":[40],"plan":["pro"]},"age":[40]}') as unknown,
  ),
  refused(
    'BigInt64Array that says it is a Float64Array',
    'numbers that do not mix, where they are not looked at',
    () => ({
      age: Object.setPrototypeOf(BigInt64Array.of(40n), Float64Array.prototype) as unknown,
      plan: ['pro'],
    }),
  ),
  refused('DataView that says it is a Float64Array', 'a length that can not be asked', () => ({
    age: Object.setPrototypeOf(new DataView(new ArrayBuffer(8)), Float64Array.prototype) as unknown,
    plan: ['pro'],
  })),
  refused('Typed array whose length throws', 'an error of its own', () => ({ age: new Throwing(1), plan: ['pro'] })),
  refused('Columns with a getter that throws', 'an error of its own', () => ({
    age: [40],
    get plan() {
      return own()
    },
  })),
  refused('Column with an element that throws', 'an error of its own', () => ({
    age: throwing([40, 40]),
    plan: ['pro', 'pro'],
  })),
  refused('Revoked Proxy as a column', 'an array that throws whatever is asked', () => ({
    age: revoked(),
    plan: ['pro'],
  })),
  refused('Revoked Proxy as a batch', 'an array that throws whatever is asked', revoked),
  refused('Columns that throw when they are listed', 'an error of its own', () => new Proxy({}, { ownKeys: own })),
  refused(
    'Batch whose length throws',
    'an error of its own',
    () => new Proxy([], { get: (target, key) => (key === 'length' ? own() : (Reflect.get(target, key) as unknown)) }),
  ),
  {
    name: 'Batch with an element that throws',
    tries: 'spoils its batch',
    code: null,
    at: '',
    make: () => base,
    call: (model) => {
      const batch = throwing([record, record, record]) as unknown[]
      const { outputs, issues: found } = model.predictBatchSync(batch, { onInvalid: 'null' })
      harmless(outputs[0] !== null && outputs[1] === null && outputs[2] !== null, 'the others of its batch are scored')
      harmless(found.length === 1 && found[0]!.code === 'not_a_record', 'it is refused as no record')
    },
  },
  {
    name: 'Wrong onInvalid',
    tries: 'an option by the name of a method',
    code: 'ERR_ARGUMENT',
    at: '',
    make: () => base,
    call: (model) => model.predictBatch([], { onInvalid: 'constructor' as never }),
  },
  {
    name: 'Subclass, and memory that is shared',
    tries: 'arrays that are not quite arrays',
    code: null,
    at: '',
    make: () => base,
    call: (model) => {
      const age = new Float64Array(new SharedArrayBuffer(16)).fill(40)
      const { outputs } = model.predictBatchSync({ age, plan: List.from(['pro', 'basic']) as never })
      harmless(JSON.stringify(outputs.label) === '["stay","stay"]', 'the values are used')
    },
  },
  refused('Typed column that shrinks while columns are taken', 'reads past the end of a resizable buffer', () => {
    const Resizable = ArrayBuffer as unknown as new (size: number, options: object) => ArrayBuffer
    const buffer = new Resizable(16, { maxByteLength: 16 }) as ArrayBuffer & { resize(size: number): void }
    return {
      age: new Float64Array(buffer).fill(40),
      get plan() {
        buffer.resize(8)
        return ['pro', 'pro']
      },
    }
  }),
  {
    name: 'Columns of another realm',
    tries: 'arrays that instanceof does not know',
    code: null,
    at: '',
    make: () => base,
    call: (model) => {
      const data = runInNewContext('({ age: Float64Array.of(40, 1), plan: ["pro", "basic"] })') as ColumnsIn
      const { outputs } = model.predictBatchSync(data)
      harmless(JSON.stringify(outputs.label) === '["stay","leave"]', 'the values are used')
    },
  },
  {
    name: 'Column that shrinks while it is read',
    tries: 'reads past the end',
    code: 'ERR_INPUT',
    at: '',
    issues: [
      ['age', 'absent'],
      ['plan', 'absent'],
    ],
    make: () => base,
    call: (model) => {
      const plan = ['pro', 'pro']
      const age: unknown[] = [40, 40]
      Object.defineProperty(age, 0, {
        get: () => {
          age.length = 1
          plan.length = 1
          return 40
        },
      })
      return model.predictBatch({ age, plan })
    },
  },
  {
    name: 'Getter in a column that calls the model',
    tries: 'two batches in one workspace',
    code: null,
    at: '',
    make: () => base,
    call: (model) => {
      const age: unknown[] = [0, 0]
      Object.defineProperty(age, 0, {
        get: () => (model.predictBatchSync({ age: [90, 90], plan: ['basic', 'basic'] }), 40),
      })
      const { outputs } = model.predictBatchSync({ age, plan: ['pro', 'pro'] })
      harmless(JSON.stringify(outputs.label) === '["stay","leave"]', 'rows of another call')
    },
  },
]
