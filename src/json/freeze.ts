/** The value, frozen with all that it holds. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object') Object.values(value ?? []).forEach(freeze)
  return Object.freeze(value)
}
