import type { Input, Output, Schema } from './document.js'

const scalarTypes = {
  float64: 'number',
  float32: 'number',
  int64: 'number',
  bool: 'boolean',
  string: 'string',
} as const

/** More categories than these are declared as string. */
const listedCategories = 50

const isUpper = (code: number): boolean => code >= 65 && code <= 90
const isLower = (code: number): boolean => code >= 97 && code <= 122
const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** `name` in PascalCase of ASCII letters and digits; `Model` before what does not start with a letter. */
function typeName(name: string): string {
  let result = ''
  let raise = true
  for (const character of name) {
    const code = character.charCodeAt(0)
    if (!isUpper(code) && !isLower(code) && !isDigit(code)) {
      raise = true
      continue
    }
    result += raise && isLower(code) ? String.fromCharCode(code - 32) : character
    raise = false
  }
  return result === '' || isDigit(result.charCodeAt(0)) ? `Model${result}` : result
}

/** A property's name: quoted unless it is an ASCII identifier. */
function key(name: string): string {
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

function inputType(input: Input): string {
  const { policy } = input
  if (policy.wrong_type !== 'error') return 'unknown'
  const closed = input.type === 'string' && input.policy.unseen_category === 'error' ? input.categories : null
  const empty = input.type === 'string' && input.policy.empty !== 'error' ? [''] : []
  const listed =
    closed !== null && closed.length <= listedCategories
      ? [...new Set([...empty, ...closed])].map((category) => JSON.stringify(category))
      : [scalarTypes[input.type]]
  return [...listed, ...(policy.null === 'error' ? [] : ['null'])].join(' | ') || 'never'
}

function inputProperty(input: Input): string {
  const optional = input.policy.absent === 'error' ? '' : '?'
  const type = inputType(input)
  return `${comment(input, '  ')}  ${key(input.name)}${optional}: ${type}${optional && type !== 'unknown' ? ' | undefined' : ''}\n`
}

function outputProperty(output: Output): string {
  const cell = `${scalarTypes[output.type]} | null`
  const type =
    output.form === 'value'
      ? cell
      : output.keys === null
        ? `(${cell})[]`
        : `{\n${output.keys.map((name) => `    ${key(name)}: ${cell}\n`).join('')}  }`
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
