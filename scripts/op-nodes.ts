import type { Shape } from '../src/json/shape.js'
import type { Op, Port } from '../src/ops/op.js'

function fieldsType(fields: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(fields).map(([key, shape]) => `readonly ${key}: ${authorType(shape as Shape)}`)
  return members.length === 0 ? 'Readonly<Record<string, never>>' : `{ ${members.join('; ')} }`
}

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(' | ')

/** What an author writes for the shape: NaN, infinities and typed arrays as they are. */
function authorType(shape: Shape): string {
  switch (shape.type) {
    case 'text':
      return 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'bool':
      return 'boolean'
    case 'choice':
      return quoted(shape.choices)
    case 'scalar':
      return 'string | number | boolean'
    case 'nothing':
      return 'null'
    case 'json':
      return 'unknown'
    case 'nullable':
      return `${authorType(shape.of as Shape)} | null`
    case 'list':
      return `readonly (${authorType(shape.of as Shape)})[]`
    case 'dictionary':
      return `Readonly<Record<string, ${authorType(shape.of as Shape)}>>`
    case 'fields':
      return fieldsType(shape.fields)
    case 'either':
      return `${authorType(shape.plain as Shape)} | ${authorType(shape.object as Shape)}`
    case 'variant':
      return Object.values(shape.cases)
        .map((of) => authorType(of as Shape))
        .join(' | ')
    case 'numbers':
      return ['number', 'Numbers', 'Matrix', 'Cube'][shape.shape.length]!
    case 'strings':
      return shape.nulls ? 'Strings<string | null>' : 'Strings<string>'
    case 'values':
      return 'Values'
  }
}

/** As many references as there are ports; where the last is repeated, a list. */
function inputsType(ports: readonly Port[]): string {
  return ports.some(({ rest }) => rest) ? 'readonly string[]' : `readonly [${ports.map(() => 'string').join(', ')}]`
}

/** The TypeScript file of the nodes that a graph may have, from what each op says of its inputs and attributes. */
export function opNodeTypes(ops: readonly Op[]): string {
  const nodes = ops.map(
    ({ name, version, inputs, attrs }) =>
      `| OpNode<'${name}', ${version}, ${inputsType(inputs)}, ${fieldsType(attrs)}>`,
  )
  const text = nodes.join('\n')
  const used = ['Cube', 'Matrix', 'Numbers', 'Strings', 'Values'].filter((type) =>
    new RegExp(`\\b${type}\\b`).test(text),
  )
  return `// Written by \`npm run schemas\` from the table of ops.
import type { ${[...used, 'OpNode'].sort().join(', ')} } from './op-node.js'

/** A call of an op as an author writes it: plain JSON values and typed arrays, NaN and infinities included. */
export type OpNodeDefinition =
${text}
`
}
