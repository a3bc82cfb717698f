/*
 * A key goes to its server and nowhere else. Servers repeat what they were sent, in error messages ("Incorrect API key
 * provided: sk-…") and, when they are made to, in answers; what they say therefore passes through here before anybody
 * else sees it.
 */

const PIECE = 8
const MASK = '[key]'

function spellings(key: string): string[] {
  const base64 = Buffer.from(key).toString('base64')
  return [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1), base64, base64.replace(/=+$/, '')]
}

/** `text` with every piece of the key of 8 characters or more masked, also when only a part of it is repeated. */
export function scrubKey(text: string, key: string | null): string {
  if (!key) return text
  const size = Math.min(PIECE, key.length)
  const pieces = new Set(
    spellings(key).flatMap((spelling) =>
      Array.from({ length: spelling.length - size + 1 }, (_, at) => spelling.slice(at, at + size)),
    ),
  )
  let out = ''
  let hiddenTo = 0
  for (let at = 0; at < text.length; at++) {
    if (pieces.has(text.slice(at, at + size))) {
      if (at >= hiddenTo) out += MASK
      hiddenTo = at + size
    }
    if (at >= hiddenTo) out += text[at]
  }
  return out
}

export type TextScrubber = { push(text: string): string; end(): string }

/**
 * The whole key masked in streamed text, also across two pieces of it: what could be the key's beginning waits for what
 * follows.
 */
export function createTextScrubber(key: string | null): TextScrubber {
  if (!key) return { push: (text) => text, end: () => '' }
  let held = ''
  return {
    push(text) {
      const all = (held + text).replaceAll(key, MASK)
      let keep = Math.min(key.length - 1, all.length)
      while (keep > 0 && !key.startsWith(all.slice(-keep))) keep--
      held = all.slice(all.length - keep)
      return all.slice(0, all.length - keep)
    },
    end() {
      const last = held
      held = ''
      return last
    },
  }
}
