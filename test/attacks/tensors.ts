import { concatBytes, utf8, type Attack } from './attack.js'
import { entries, node, repack, withGraph } from './base.js'
import { withTensor } from './widths.js'

const entry = 'tensors.safetensors'

function header(text: string, size: number = utf8(text).length): Uint8Array {
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(size), true)
  return concatBytes(length, utf8(text))
}

/** The base bundle whose tensors are this header and 16 bytes of data. */
function tensors(head: unknown, data: number = 16): () => Uint8Array {
  const text = typeof head === 'string' ? head : JSON.stringify(head)
  return () => repack({ [entry]: concatBytes(header(text), new Uint8Array(data)) })
}

const one = { dtype: 'F64', shape: [1], data_offsets: [0, 8] }
const two = { dtype: 'F64', shape: [1], data_offsets: [8, 16] }
const whole = { code: 'ERR_TENSORS_INVALID', at: entry } as const
const of = (name: string, key: string): Pick<Attack, 'code' | 'at'> => ({
  code: 'ERR_TENSORS_INVALID',
  at: `${entry}#/${name}/${key}`,
})

export const tensorAttacks: readonly Attack[] = [
  {
    name: 'Tensors that overlap',
    tries: 'two names for the same bytes',
    ...of('b', 'data_offsets'),
    make: tensors({ a: one, b: { ...one, data_offsets: [0, 8] } }, 8),
  },
  {
    name: 'Hole between tensors',
    tries: 'hides bytes',
    ...of('b', 'data_offsets'),
    make: tensors({ a: one, b: { ...two, data_offsets: [16, 24] } }, 24),
  },
  { name: 'Hole at the start', tries: 'hides bytes', ...of('a', 'data_offsets'), make: tensors({ a: two }) },
  { name: 'Bytes after the tensors', tries: 'hides bytes', ...whole, make: tensors({ a: one }) },
  { name: 'Tensor beyond the entry', tries: 'reads past the end', ...whole, make: tensors({ a: one, b: two }, 8) },
  {
    name: 'Size that is not that of the shape',
    tries: 'elements that are not there',
    ...of('a', 'data_offsets'),
    make: tensors({ a: { ...one, shape: [4] }, b: two }),
  },
  {
    name: 'Header of 2^64 - 1 bytes',
    tries: 'a length that wraps around',
    ...whole,
    make: () => {
      const bytes = header(JSON.stringify({ a: one }))
      bytes.fill(0xff, 0, 8)
      return repack({ [entry]: bytes })
    },
  },
  {
    name: 'Header of 2^32 + its size',
    tries: 'a length that is cut to 32 bits',
    ...whole,
    make: () => {
      const text = JSON.stringify({ a: one, b: two })
      return repack({ [entry]: concatBytes(header(text, 2 ** 32 + text.length), new Uint8Array(16)) })
    },
  },
  {
    name: 'Fewer than eight bytes',
    tries: 'reads past the end',
    ...whole,
    make: () => repack({ [entry]: utf8('abc') }),
  },
  {
    name: 'Negative shape',
    tries: 'a negative count',
    ...whole,
    make: tensors({ a: { ...one, shape: [-1] }, b: two }),
  },
  {
    name: 'Negative shapes with a positive product',
    tries: 'a count that is right',
    ...whole,
    make: tensors({ a: { ...one, shape: [-1, -1] }, b: two }),
  },
  {
    name: 'Shape with a product beyond 2^53',
    tries: 'a product that overflows to 0 in 64 bits',
    ...of('a', 'shape'),
    make: tensors({ a: { ...one, shape: [4294967296, 4294967296] }, b: two }),
  },
  {
    name: 'Shape behind a zero',
    tries: 'a product that overflows before it is 0',
    ...of('a', 'shape'),
    make: tensors({ a: { ...one, shape: [4294967296, 4294967296, 0], data_offsets: [0, 0] } }, 0),
  },
  {
    name: 'Huge count, few bytes',
    tries: 'memory for a number in a header',
    ...whole,
    make: tensors({ a: { dtype: 'F64', shape: [1e9], data_offsets: [0, 8e9] } }),
  },
  {
    name: 'Fractional shape',
    tries: 'half an element',
    ...whole,
    make: tensors({ a: { ...one, shape: [0.5, 2] }, b: two }),
  },
  {
    name: 'Dtype of a prototype',
    tries: 'an element type by the name of a method',
    ...of('a', 'dtype'),
    make: tensors({ a: { ...one, dtype: 'constructor' }, b: two }),
  },
  {
    name: 'Tensor twice',
    tries: 'which one counts?',
    ...whole,
    make: tensors(`{"a":${JSON.stringify(one)},"a":${JSON.stringify(two)},"b":${JSON.stringify(one)}}`),
  },
  {
    name: '`__proto__` as a tensor',
    tries: 'sets the prototype of the tensors',
    code: null,
    at: '',
    make: () => withTensor('__proto__', { dtype: 'U8', shape: [1], data: Uint8Array.of(1) }),
  },
  {
    name: 'Deep header',
    tries: 'the stack of a parser',
    code: 'ERR_LIMIT',
    at: entry,
    make: tensors('{"a":' + '['.repeat(100_000)),
  },
  { name: 'Header that is an array', tries: 'a document of another form', ...whole, make: tensors('[]', 0) },
  {
    name: 'I64 beyond the safe integers',
    tries: 'a number that rounds without a word',
    code: 'ERR_ATTR_INVALID',
    at: `graph.json#/nodes/${node.known}/attrs/mean…`,
    make: () =>
      withTensor(
        'large',
        { dtype: 'I64', shape: [1], data: BigInt64Array.of(2n ** 53n + 1n) },
        {
          id: 'rounded',
          op: 'standard_scale',
          version: 1,
          inputs: ['input:age'],
          attrs: { mean: { $tensor: 'large' }, scale: [1], dtype: 'float64' },
        },
      ),
  },
  {
    name: 'Infinity in a tensor',
    tries: 'a number that the attribute does not take',
    code: 'ERR_ATTR_INVALID',
    at: 'graph.json#/nodes/0/attrs/matrix…',
    make: () =>
      withTensor(
        'infinite',
        { dtype: 'F64', shape: [1, 1], data: Float64Array.of(Infinity) },
        {
          id: 'rounded',
          op: 'linear',
          version: 1,
          inputs: ['input:age'],
          attrs: { matrix: { $tensor: 'infinite' }, offset: [0], dtype: 'float64' },
        },
      ),
  },
  {
    name: 'Tensor of another rank',
    tries: 'rows taken for columns',
    code: 'ERR_ATTR_INVALID',
    at: `graph.json#/nodes/${node.score}/attrs/matrix`,
    make: () => withGraph((nodes) => void (nodes[node.score]!.attrs!.matrix = { $tensor: 'age.mean' })),
  },
  {
    name: 'Tensors gone, references left',
    tries: 'a tensor of nobody',
    code: 'ERR_REF_UNKNOWN',
    at: `graph.json#/nodes/${node.scaled}/attrs/mean`,
    make: () => repack({}, undefined, [entry]),
  },
  {
    name: 'Tensors cut short',
    tries: 'half of an entry under its right digest',
    ...whole,
    make: () => repack({ [entry]: entries.get(entry)!.slice(0, -8) }),
  },
]
