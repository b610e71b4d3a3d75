/** Violations of the Content-Security-Policy so far, in a page or a worker. */
export const violations = []

globalThis.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
})

/** Violation events are queued as tasks: two rounds let those of the work done so far arrive. */
export function nextTask() {
  return new Promise((resolve) => setTimeout(() => setTimeout(resolve, 50), 50))
}
