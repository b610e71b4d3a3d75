// The two Web classes that the package needs and QuickJS lacks. `decodeURIComponent` is a strict UTF-8 decoder.
globalThis.TextEncoder = class {
  encode(text) {
    return Uint8Array.from(unescape(encodeURIComponent(text.toWellFormed())), (letter) => letter.charCodeAt(0))
  }
}

globalThis.TextDecoder = class {
  decode(bytes) {
    const parts = []
    for (let at = 0; at < bytes.length; at += 4096) parts.push(String.fromCharCode(...bytes.subarray(at, at + 4096)))
    return decodeURIComponent(escape(parts.join('')))
  }
}
