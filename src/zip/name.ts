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

function isWordUnit(unit: number): boolean {
  const letter = unit | 0x20
  return (letter >= 0x61 && letter <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f
}

/** Whether Windows takes the name for a device, whatever follows the first dot. */
function isDevice(segment: string): boolean {
  const dot = segment.indexOf('.')
  const stem = foldCase(dot < 0 ? segment : segment.slice(0, dot))
  if (stem === 'con' || stem === 'prn' || stem === 'aux' || stem === 'nul') return true
  return stem.length === 4 && (stem.startsWith('com') || stem.startsWith('lpt')) && stem[3]! >= '1' && stem[3]! <= '9'
}

function isSegment(segment: string): boolean {
  if (!isWordUnit(segment.charCodeAt(0)) || segment.endsWith('.') || isDevice(segment)) return false
  for (let i = 1; i < segment.length; i++) {
    const unit = segment.charCodeAt(i)
    if (!isWordUnit(unit) && unit !== 0x2d && unit !== 0x2e) return false
  }
  return true
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
