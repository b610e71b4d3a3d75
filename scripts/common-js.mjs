/**
 * A built ESM file as CommonJS: what it imports becomes constants, as fast as imports are, which is right where no two files import each
 * other. So what two subpaths share, BundleError for one, is the same for `require`. Throws for imports and exports of another form.
 */
export function commonJs(text) {
  const target = (from) => from.replace(/^(\..*)\.js$/, '$1.cjs')
  const imported = (_, names, __, from) => `const {${names.replaceAll(' as ', ': ')}} = require('${target(from)}');`
  const names = []
  const exported = (_, list, from) => {
    for (const one of list.split(',')) {
      const [name, as = name] = one.trim().split(' as ')
      names.push(from === undefined ? `${as}: ${name}` : as)
    }
    return from === undefined ? '' : `import {${list}} from ${from}`
  }
  const body = text
    .replaceAll(/^export \{([^}]*)\}(?: from (.*))?;?$/gm, exported)
    .replaceAll(/^import \{([^}]*)\} from (["'])(.*)\2;?$/gm, imported)
  const left = /^(import|export) .*/m.exec(body)
  if (left !== null) throw new Error(`not in the form that becomes CommonJS: ${left[0]}`)
  return `'use strict';\n${body}module.exports = { ${names.join(', ')} };\n`
}
