export const isUpper = (code: number): boolean => code >= 65 && code <= 90
export const isLower = (code: number): boolean => code >= 97 && code <= 122
export const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** `name` in PascalCase of ASCII letters and digits; `Model` before what does not start with a letter. */
export function typeName(name: string): string {
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
