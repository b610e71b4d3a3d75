import { expect, test } from 'vitest'
import { allocate, view, type Column } from '../src/column.js'
import { concat } from '../src/ops/concat.js'
import { resourcesOf } from './conformance.js'

test('inputs that lie in the output are left there; the same inputs are copied into another output', () => {
  const matrix = allocate({ kind: 'number', width: 3 }, 2)
  const columns = [view(matrix, 0, 0, 1), view(matrix, 0, 1, 2)]
  const other = allocate({ kind: 'number', width: 3 }, 2)
  const apart = [allocate({ kind: 'number', width: 1 }, 2), view(matrix, 0, 1, 2)]
  const bound = concat.bind({}, columns, resourcesOf({} as never), '')
  const made = (inputs: readonly Column[], y: typeof matrix): number[] => {
    bound.run(inputs, [y], 2, () => undefined)
    return [...y.data]
  }
  for (let turn = 0; turn < 2; turn++) {
    matrix.data.set([1, 2, 3, 4, 5, 6])
    other.data.fill(0)
    expect(made(columns, matrix)).toEqual([1, 2, 3, 4, 5, 6])
    expect(made(columns, other)).toEqual([1, 2, 3, 4, 5, 6])
    expect(made(apart, matrix)).toEqual([0, 2, 3, 0, 5, 6])
  }
})
