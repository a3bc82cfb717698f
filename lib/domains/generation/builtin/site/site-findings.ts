import { posix } from 'node:path'
import { finding } from '../../../evidence/check'
import type { Finding } from '../../../evidence/contract'

/*
 * What the evidence checks do not look for in plain HTML: links to pages and anchors that are not there, and files fetched from other
 * hosts. By pattern, good enough for attributes in quotes; said as remarks of the review, not as evidence.
 */

const LINK = /<(a|link|script|img|source|iframe|form|video|audio)\b[^>]*?\s(href|src|action)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi
const blankComments = (html: string): string => html.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '))

/** @param files path → text of the whole project */
export function siteFindings(files: ReadonlyMap<string, string>): Finding[] {
  const ids = new Map<string, ReadonlySet<string>>()
  const idsOf = (path: string): ReadonlySet<string> => {
    let known = ids.get(path)
    if (known === undefined)
      ids.set(
        path,
        (known = new Set([...(files.get(path) ?? '').matchAll(/\s(?:id|name)\s*=\s*["']([^"']+)["']/g)].map((match) => match[1]!))),
      )
    return known
  }
  const found: Finding[] = []
  for (const path of [...files.keys()].filter((one) => one.endsWith('.html')).sort()) {
    const html = blankComments(files.get(path)!)
    for (const match of html.matchAll(LINK)) {
      const target = (match[3] ?? match[4] ?? '').trim()
      const problem = judge(path, match[1]!.toLowerCase(), target, (one) => files.has(one), idsOf)
      if (problem === null) continue
      const line = html.slice(0, match.index).split('\n').length
      found.push(finding({ check: 'review', ...problem, file: path, line }))
    }
  }
  return found
}

function judge(
  from: string,
  tag: string,
  target: string,
  has: (path: string) => boolean,
  idsOf: (path: string) => ReadonlySet<string>,
): { rule: string; message: string } | null {
  if (/^(?:https?:)?\/\//i.test(target)) {
    if (tag === 'a' || tag === 'form') return null
    return { rule: 'third-party', message: `"${target.slice(0, 100)}" is loaded from another host; keep everything in the project.` }
  }
  if (/^(?:mailto|tel|sms|data|blob):/i.test(target)) return null
  if (target === '' && tag === 'form') return null
  if (target === '' || target === '#' || /^javascript:/i.test(target)) return { rule: 'dead-end', message: `This ${tag} leads nowhere.` }
  const [before = '', anchor = ''] = target.split('#')
  const bare = before.split('?')[0]!
  let path = from
  if (bare !== '') {
    const joined = bare.startsWith('/') ? bare.slice(1) : posix.join(posix.dirname(from), decode(bare))
    const tries = joined === '' || joined === '.' ? ['index.html'] : [joined, posix.join(joined, 'index.html'), `${joined}.html`]
    const hit = tries.find(has)
    if (hit === undefined) return { rule: 'dead-end', message: `"${target.slice(0, 100)}" leads to no file of the project.` }
    path = hit
  }
  if (anchor !== '' && anchor !== 'top' && path.endsWith('.html') && !idsOf(path).has(decode(anchor)))
    return { rule: 'dead-end', message: `${path} has no element with the id "${anchor.slice(0, 60)}".` }
  return null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
