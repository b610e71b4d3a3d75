/** The value, frozen with all that it holds. */
export function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part as object)
  return Object.freeze(value)
}
