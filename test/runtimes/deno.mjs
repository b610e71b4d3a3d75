import { findBinary } from './child.mjs'
import { commandLineRuntime } from './command-line.mjs'

/** Deno, without network or write access. */
export const deno = commandLineRuntime({
  name: 'deno',
  engine: 'V8',
  command: findBinary(['@deno/linux-x64-glibc/deno']),
  args: ['run', '--no-config', '--no-lock', '--no-remote', '--allow-read', '--allow-env'],
})
