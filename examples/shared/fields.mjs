/** What a person may choose for an input, or null: any text. */
export function choicesOf({ type, categories }) {
  return type === 'bool' ? ['true', 'false'] : type === 'string' ? categories : null
}

/** The text as a value of the input's type where it is one; whatever else is there is the model's to refuse. */
export function valueOf({ type, encoding }, text) {
  if (text.trim() === '') return null
  if (type === 'string' || (type === 'datetime' && encoding === 'text')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
