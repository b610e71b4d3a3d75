import { load } from '../../src/core.js'
import { BundleError } from '../../src/errors.js'
import { loadFile } from '../../src/node.js'
import { pack } from '../../src/pack.js'
import { churn } from '../fixtures/churn.js'
import { harmless, type Attack } from './attack.js'
import { base, record } from './base.js'

/** A call with arguments that no type checker would let pass. */
function refused(name: string, tries: string, call: Attack['call'], code: Attack['code'] = 'ERR_ARGUMENT'): Attack {
  return { name, tries, code, at: '', make: () => base, ...(call && { call }) }
}

function loaded(name: string, tries: string, options: unknown, code: Attack['code'] = 'ERR_ARGUMENT'): Attack {
  return { name, tries, code, at: '', make: () => base, options: options as never }
}

const any = (value: unknown): never => value as never

export const optionAttacks: readonly Attack[] = [
  loaded('null as options', 'an object that is none', null),
  loaded('A number as options', 'the index of `map(load)`', 1),
  loaded('null as limits', 'a table of nothing', { limits: null }),
  loaded('Unknown limit', 'a limit that nobody keeps', { limits: { constructor: 1 } }),
  loaded('Negative limit', 'a comparison that always holds', { limits: { depth: -1 } }),
  loaded('null as a backend', 'an engine of nothing', { backend: null }),
  loaded('Backend that was not called', '`ortNode` for `ortNode()`', { backend: () => ({ open: () => undefined }) }),
  loaded('Text as sha256', 'a name for a function', { sha256: 'sha256' }),
  loaded('sha256 that answers nothing', 'a digest that is never compared', { sha256: () => undefined }, 'ERR_SHA256'),
  loaded('sha256 of 31 bytes', 'a digest that is too short', { sha256: () => new Uint8Array(31) }, 'ERR_SHA256'),
  {
    ...loaded(
      'sha256 that is always zero',
      'a digest of other bytes',
      { sha256: () => new Uint8Array(32) },
      'ERR_DIGEST',
    ),
    at: 'tensors.safetensors',
  },
  refused('null as options of a batch', 'an object that is none', (model) => model.predictBatch([], any(null))),
  refused('Text as options of a batch', 'an object that is none', (model) => model.predictBatchSync([], any('null'))),
  refused('null as options of skewless/core', 'tables of nothing', () => load(base, any(null))),
  refused('skewless/core without ops', 'tables of nothing', () => load(base, any({}))),
  refused('Kernels that are none', 'tables of something else', () =>
    load(base, { ops: [], kernels: [any({ name: 'Add' })] }),
  ),
  refused('null as options of loadFile', 'an object that is none', () => loadFile('package.json', any(null))),
  refused('null as options of pack', 'an object that is none', () => pack(churn, any(null))),
  refused('null as a definition', 'a bundle of nothing', () => pack(any(null))),
  {
    name: 'onInvalid that changes its answer',
    tries: 'one value is checked, another used',
    code: null,
    at: '',
    make: () => base,
    call: (model) => {
      let asked = 0
      const options = {
        get onInvalid() {
          return asked++ === 0 ? ('null' as const) : any('constructor')
        },
      }
      const { outputs } = model.predictBatchSync([record, {}], options)
      harmless(outputs[0] !== null && outputs[1] === null && asked === 1, 'it was asked more than once')
    },
  },
  {
    name: 'Model that was disposed of',
    tries: 'every call after the end',
    code: null,
    at: '',
    make: () => base,
    call: async (model) => {
      model.dispose()
      const calls: (() => unknown)[] = [
        () => model.predict(record),
        () => model.predictSync(record),
        () => model.predictBatch([record]),
        () => model.predictBatchSync({ age: [1], plan: ['pro'] }),
        () => model.features(record),
        () => model.featuresAsync(record),
        () => model.test(),
      ]
      for (const call of calls) {
        const error: unknown = await Promise.resolve()
          .then(call)
          .catch((thrown: unknown) => thrown)
        harmless(error instanceof BundleError && error.code === 'ERR_DISPOSED', `${String(call)} gave ${String(error)}`)
      }
    },
  },
]
