/**
 * What the scripts of a plain page may put on it. A script is quiet when it only listens, and folds parts in and out:
 * what such a page does not say, no browser would show either.
 */

const SOURCE = /\bsrc\s*=\s*["']?([^"'\s>]{1,500})/i
/** Names by which a script puts words on a page or runs others, and signs by which it names something unsaid. */
const WRITES = new RegExp(
  [
    String.raw`\b(?:append|prepend|insert|replace|create|clone|write|data)\w*\b`,
    String.raw`\b\w*(?:HTML|Text|Content)\w*\b`,
    String.raw`\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|import|eval|Function|constructor|nodeValue|value|title)\b`,
    String.raw`\b(?:label|content|src|href|location|before|after|attachShadow|customElements|DOMParser|globalThis)\b`,
    String.raw`\b(?:self|window|top|parent|with|Reflect|Object|Proxy|atob|fromC\w*|setTimeout|setInterval)\b`,
    '[[`\\\\]',
    String.raw`setAttribute\w*\(\s*(?!['"](?:aria-expanded|aria-hidden|aria-current|aria-selected|class)['"])`,
  ].join('|'),
)
/** Longer ones are not looked through. */
const MAX_SCRIPT = 100_000

/**
 * The first script of a page that may show something which the page itself does not; null where none does.
 * @param read the text of a file of the project that the page names; null where there is none
 */
export function writingScript(html: string, read: (source: string) => string | null): string | null {
  for (const { attributes, inline } of scriptsIn(html)) {
    if (/ld\+json/i.test(attributes)) continue
    const source = SOURCE.exec(attributes)?.[1]
    const text = source === undefined ? inline : read(source)
    const isQuiet = text !== null && text.length <= MAX_SCRIPT && !WRITES.test(text)
    if (!isQuiet || (text.trim() !== '' && hasFoldedParts(html))) return source ?? 'itself'
  }
  return null
}

function scriptsIn(html: string): { attributes: string; inline: string }[] {
  const scripts: { attributes: string; inline: string }[] = []
  const lower = html.toLowerCase()
  for (let at = lower.indexOf('<script'); at !== -1;) {
    const [tag, end] = [lower.indexOf('>', at), lower.indexOf('</script', at)]
    const close = end === -1 ? html.length : end
    const open = tag === -1 || tag > close ? close : tag
    scripts.push({ attributes: html.slice(at, open), inline: html.slice(open + 1, close) })
    at = lower.indexOf('<script', close)
  }
  return scripts
}

/** Parts of a page that a script may show later; a button has no words of the page in it. */
function hasFoldedParts(html: string): boolean {
  for (const [, name = '', attributes = ''] of html.matchAll(/<([a-z][a-z0-9-]{0,30})([^<>]{0,2000})>/gi)) {
    if (/^(?:dialog|template|noscript)$/i.test(name)) return true
    if (!/^button$/i.test(name) && FOLDED.test(attributes)) return true
  }
  return false
}

const FOLDED =
  /\s(?:hidden|popover)\b|\sclass\s*=\s*["'][^"']{0,1000}\b(?:hidden|invisible|collapse)\b|\sstyle\s*=\s*["'][^"']{0,1000}(?:display|visibility)/i
