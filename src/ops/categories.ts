import type { Kind } from '../column.js'
import type { CategoryList } from '../json/shape.js'
import type { Fail } from './op.js'

/** Refuses category lists of another kind than the column they are compared with. */
export function checkCategories(categories: CategoryList, kind: Kind, fail: Fail): void {
  const wrong = categories.findIndex((category: unknown) => (typeof category === 'number') !== (kind === 'number'))
  if (wrong >= 0)
    fail(['attrs', 'categories', wrong], `expected a category for ${kind} columns, got ${String(categories[wrong])}`)
}
