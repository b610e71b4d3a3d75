import { isDigit, isLower, isUpper, typeName } from './type-name.js'
import type { Schema } from './document.js'
import type { Input, NumberMapInput, StringMapInput } from './input.js'
import type { Output } from './output.js'

const cellTypes = {
  float64: 'number',
  float32: 'number',
  int64: 'number',
  bool: 'boolean',
  string: 'string',
} as const

/** More categories than these are declared as string. */
const listedCategories = 50

/** A property's name: quoted unless it is an ASCII identifier. */
function key(name: string): string {
  if (name === '') return '""'
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i)
    const plain = isUpper(code) || isLower(code) || code === 95 || code === 36 || (i > 0 && isDigit(code))
    if (!plain) return JSON.stringify(name)
  }
  return name
}

function comment({ description, unit }: Input | Output, indent: string): string {
  const lines = [...(description ?? '').split('\n'), ...(unit === null ? [] : [`Unit: ${unit}`])]
    .map((line) => line.replaceAll('*/', '*\\/').trim())
    .filter((line) => line !== '')
  if (lines.length === 0) return ''
  return lines.length === 1
    ? `${indent}/** ${lines[0]} */\n`
    : `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

function mapType({ keys, policy }: NumberMapInput | StringMapInput, member: string): string {
  const optional = policy.absent_key === 'error' ? '' : '?'
  const known = keys.map((name) => `${key(name)}${optional}: ${member}${optional && ' | undefined'}`)
  return `{ ${known.join('; ')}${policy.unseen_key === 'error' ? '' : '; [key: string]: unknown'} }`
}

function valueType(input: Input): string {
  switch (input.type) {
    case 'datetime':
      return input.encoding === 'text' ? 'string' : 'number'
    case 'number_list':
      return `ArrayLike<number${input.policy.nan === 'error' ? '' : ' | null'}>`
    case 'string_list':
      return 'readonly string[]'
    case 'number_map':
      return mapType(input, input.policy.nan === 'error' ? 'number' : 'number | null')
    case 'string_map':
      return mapType(input, 'string')
    default:
      return cellTypes[input.type]
  }
}

function inputType(input: Input): string {
  const { policy } = input
  if (policy.wrong_type !== 'error') return 'unknown'
  const closed = input.type === 'string' && input.policy.unseen_category === 'error' ? input.categories : null
  const empty = input.type === 'string' && input.policy.empty !== 'error' ? [''] : []
  const listed =
    closed !== null && closed.length <= listedCategories
      ? [...empty, ...closed.filter((category) => category !== '')].map((category) => JSON.stringify(category))
      : [valueType(input)]
  return [...listed, ...(policy.null === 'error' ? [] : ['null'])].join(' | ') || 'never'
}

function inputProperty(input: Input): string {
  const optional = input.policy.absent === 'error' ? '' : '?'
  const type = inputType(input)
  return `${comment(input, '  ')}  ${key(input.name)}${optional}: ${type}${optional && type !== 'unknown' ? ' | undefined' : ''}\n`
}

function keyed(names: readonly string[], cell: string, indent: string): string {
  return `{\n${names.map((name) => `${indent}  ${key(name)}: ${cell}\n`).join('')}${indent}}`
}

function outputProperty(output: Output): string {
  const cell = `${cellTypes[output.type]} | null`
  const type =
    output.form === 'value'
      ? cell
      : output.form === 'list'
        ? `(${cell})[]`
        : output.form === 'object'
          ? keyed(output.keys, cell, '  ')
          : `{\n${output.keys.map((group) => `    ${key(group.name)}: ${keyed(group.keys, cell, '    ')}\n`).join('')}  }`
  return `${comment(output, '  ')}  ${key(output.name)}: ${type}\n`
}

/** TypeScript source: the interfaces `NameInput` and `NameOutput` of the records in and out; `name` is any text. */
export function typeDeclarations({ inputs, outputs }: Schema, name: string): string {
  const prefix = typeName(name)
  return (
    `export interface ${prefix}Input {\n${inputs.map(inputProperty).join('')}}\n\n` +
    `export interface ${prefix}Output {\n${outputs.map(outputProperty).join('')}}\n`
  )
}
