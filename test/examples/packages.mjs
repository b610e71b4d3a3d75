import { execFileSync } from 'node:child_process'
import { existsSync, rmSync, symlinkSync } from 'node:fs'
import { path } from './pima.mjs'

/** Installs what the examples in examples/npm need, once, and puts the repository's own package beside it. Null, or the reason. */
export function installPackages() {
  const own = path('npm/node_modules/skewless')
  try {
    if (!existsSync(path('npm/node_modules/hono'))) {
      const args = ['ci', '--silent', '--ignore-scripts', '--no-audit', '--no-fund']
      execFileSync('npm', args, { cwd: path('npm'), stdio: 'pipe', timeout: 600_000 })
    }
    rmSync(own, { force: true })
    symlinkSync('../../..', own)
    return null
  } catch (error) {
    return `npm ci in examples/npm failed: ${error.stderr?.toString().slice(0, 500) || error.message}`
  }
}
