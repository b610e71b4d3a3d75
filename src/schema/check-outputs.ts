import type { ColumnType } from '../column.js'
import { mismatch, pointer } from '../errors.js'
import type { Schema } from './document.js'
import { cellPaths } from './output.js'

/**
 * Checks that the graph gives each output a column of its kind and width; `types` are in the order of the schema. Throws
 * ERR_GRAPH_INVALID at the output's name below `at`.
 */
export function checkOutputs({ outputs }: Schema, types: readonly ColumnType[], at: string): void {
  outputs.forEach((output, i) => {
    const { name, type, form } = output
    const { kind, width } = types[i]!
    const fail = (expected: string, got: string): never => {
      mismatch('ERR_GRAPH_INVALID', `${expected} for the ${form} of ${type}`, got, pointer(at, name))
    }
    const expectedKind = type === 'string' ? 'string' : 'number'
    if (kind !== expectedKind) fail(`a ${expectedKind} column`, kind)
    const expectedWidth = cellPaths(output)?.length ?? width
    if (width !== expectedWidth) fail(`width ${expectedWidth}`, `${width}`)
  })
}
