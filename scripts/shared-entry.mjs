// The subpaths of the package that are one file together, `dist/shared.js`, from which each takes its names: a file more costs Node more time
// than what is in it. A bundler drops what it does not use all the same, but for imports of optional peers, which some look for: those
// subpaths stand alone, and so do the ones with other imports of their own, or that are read without a bundler.
import { build } from 'esbuild'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'

const { shared } = JSON.parse(readFileSync(new URL('subpaths.json', import.meta.url), 'utf8'))

/** The names that a source file exports. */
async function namesOf(source) {
  const { metafile } = await build({
    entryPoints: [source],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    outdir: 'names',
  })
  return Object.values(metafile.outputs)[0].exports
}

/** What a name of a subpath is in the shared file. */
const sharedName = (subpath, name) => `${subpath.replaceAll(/\W/g, '_')}$${name}`

/** Writes the source of the shared file, and gives what writes the subpaths once it is built. */
export async function makeSharedEntry(source) {
  const lines = []
  const files = []
  for (const [subpath, path] of Object.entries(shared)) {
    const names = await namesOf(path)
    const own = names.map((name) => `${name} as ${sharedName(subpath, name)}`)
    lines.push(`export { ${own.join(', ')} } from '${relative(dirname(source), path).replace(/ts$/, 'js')}'\n`)
    const taken = names.map((name) => `${sharedName(subpath, name)} as ${name}`)
    const up = '../'.repeat(subpath.split('/').length - 1) || './'
    files.push([
      `dist/${subpath}.js`,
      `import { ${taken.join(', ')} } from '${up}shared.js'\nexport { ${names.join(', ')} }\n`,
    ])
  }
  mkdirSync(dirname(source), { recursive: true })
  writeFileSync(source, lines.join(''))
  return () => {
    for (const [file, text] of files) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }
}
