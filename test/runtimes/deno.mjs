import { findBinary } from './child.mjs'
import { commandLineRuntime } from './command-line.mjs'

export const denoBinary = findBinary(['@deno/linux-x64-glibc/deno'])

/** Deno, without network or write access. */
export const deno = commandLineRuntime({
  name: 'deno',
  engine: 'V8',
  command: denoBinary,
  args: ['run', '--no-config', '--no-lock', '--no-remote', '--allow-read', '--allow-env'],
})
