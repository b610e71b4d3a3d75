import { consistsOf, wordCharacters } from '../characters.js'

const documents: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'bundle.json',
  'schema.json',
  'graph.json',
  'tensors.safetensors',
  'strings.json',
  'golden.json',
  'profile.json',
  'README.md',
  'LICENSE',
  'signatures.json',
])

/** `text` with A-Z as a-z and nothing else changed. */
export function foldCase(text: string): string {
  let folded = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    folded += String.fromCharCode(unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit)
  }
  return folded
}

/** Whether Windows takes the name, in lower case, for a device, whatever follows the first dot. */
function isDevice(name: string): boolean {
  const [stem] = name.split('.') as [string]
  if (['con', 'prn', 'aux', 'nul'].includes(stem)) return true
  return stem.length === 4 && ['com', 'lpt'].includes(stem.slice(0, 3)) && '123456789'.includes(stem[3]!)
}

function isSegment(segment: string): boolean {
  const folded = foldCase(segment)
  const spelled = consistsOf(folded, wordCharacters + '.-') && !'.-'.includes(folded.charAt(0))
  return spelled && !folded.endsWith('.') && !isDevice(folded)
}

/**
 * Whether an entry may have this name: a document's, `models/*.onnx`, or `extra/**`; at most 255 characters, each segment
 * `[A-Za-z0-9_][A-Za-z0-9_.-]*` without a dot at its end, none a device of Windows (`con`, `nul.txt`, `COM1`, ...).
 */
export function isEntryName(name: string): boolean {
  if (documents.has(name)) return true
  if (name.length > 255) return false
  const [folder, ...segments] = name.split('/')
  if (!segments.every(isSegment)) return false
  if (folder === 'models') return segments.length === 1 && segments[0]!.endsWith('.onnx')
  return folder === 'extra' && segments.length > 0
}
