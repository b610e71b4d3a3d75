/** True when this realm refuses to compile text. Called after the suite, so that it can't hide what the suite does. */
export function refusesText() {
  try {
    return new Function('return 1')() !== 1
  } catch {
    return true
  }
}
