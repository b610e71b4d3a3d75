import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = new URL('../../', import.meta.url).pathname

/**
 * Packs the package as it would be published and installs the tarball into `folder`, a clean one: what is tested is what is
 * shipped. Answers the tarball's path.
 */
export function installPacked(folder) {
  refuseStaleBuild()
  const packed = join(folder, 'packed')
  mkdirSync(packed, { recursive: true })
  npm(root, 'pack', '--silent', '--ignore-scripts', '--pack-destination', packed)
  const name = readdirSync(packed).find((file) => file.endsWith('.tgz'))
  const tarball = join(packed, name)
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n')
  npm(folder, 'install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', tarball)
  return tarball
}

function npm(cwd, ...args) {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** The build's last step writes the .d.cts files. */
function refuseStaleBuild() {
  const built = join(root, 'dist/index.d.cts')
  if (!existsSync(built)) throw new Error('the package is not built: npm run build')
  const sources = readdirSync(join(root, 'src'), { recursive: true }).map((file) => join(root, 'src', file))
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs))
  if (newest > statSync(built).mtimeMs) throw new Error('the build is older than the sources: npm run build')
}
