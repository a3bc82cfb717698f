import escapePattern from 'escape-string-regexp'
import { finding, type ProjectUnderCheck } from '../../check.ts'
import type { Finding } from '../../contract.ts'
import { pagesOf } from '../html.ts'
import { sourcesOf } from '../source.ts'
import { isElsewhere, isNoFile, resolveAddress, type SiteAddress, siteAddresses } from './site-addresses.ts'

/**
 * A plain site holds together: every link, anchor and file is there, scripts are loaded as what they are, and what the
 * plan promises exists.
 */

const short = (target: string): string => (target.length > 80 ? `${target.slice(0, 80)}…` : target)

export function siteLinkFindings(project: ProjectUnderCheck): Finding[] {
  const ids = new Map(
    pagesOf(project).map((page) => [
      page.path,
      new Set(
        page.elements.flatMap(({ attributes, tag }) => [
          attributes.get('id'),
          tag === 'a' ? attributes.get('name') : undefined,
        ]),
      ),
    ]),
  )
  const scripts = [...sourcesOf(project).scripts.values()].map(({ text }) => text).join('\n')
  const found = siteAddresses(project).flatMap((one): Finding[] => {
    const problem = judge(project, one, (path, id) => ids.get(path)?.has(id) === true || scripts.includes(id))
    return problem === null ? [] : [finding({ check: 'contract', file: one.file, ...one.at, ...problem })]
  })
  return [...found, ...moduleFindings(project), ...promisedPages(project, ids), ...promisedColours(project)]
}

function judge(
  project: ProjectUnderCheck,
  { target, use, by, file, element }: SiteAddress,
  hasId: (path: string, id: string) => boolean,
): { rule: string; message: string; hint?: string } | null {
  if (use === 'note' || isElsewhere(target) || isNoFile(target)) return null
  if (use === 'form' && target === '') return null
  if (target === '' || /^javascript:/i.test(target))
    return { rule: use === 'load' ? 'missing-asset' : 'dead-link', message: `This ${by} leads nowhere.` }
  if (target === '#')
    return isWayUp(element?.text ?? '')
      ? null
      : {
          rule: 'dead-link',
          message: `This ${by} leads nowhere.`,
          hint: 'Use a button where a script acts, or the address of what it promises.',
        }
  const { path, anchor } = resolveAddress(project, file, target)
  if (path === null) {
    return use === 'load'
      ? { rule: 'missing-asset', message: `${by} names "${short(target)}", which is no file of this site.` }
      : {
          rule: 'dead-link',
          message: `"${short(target)}" leads to no file of this site.`,
          hint: nearestPage(project, target),
        }
  }
  if (use !== 'link' || anchor === '' || anchor === 'top' || !/\.html?$/.test(path) || hasId(path, anchor)) return null
  return { rule: 'dead-anchor', message: `${path} has nothing with the id "${short(anchor)}".` }
}

/** `#` alone goes to the top of the page, which is what such a link may promise. */
const isWayUp = (text: string): boolean => /\b(?:top|up|arriba|inicio|principio)\b|[↑⬆▲]/i.test(text)

function nearestPage(project: ProjectUnderCheck, target: string): string {
  const name = `${target
    .replace(/^\.?\//, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')}.html`
  return project.files.has(name)
    ? `Write "${name}": a web server adds no ending.`
    : 'Make the page, or take the link out.'
}

/** `import` in a script that is not loaded as a module stops it at its first line. */
function moduleFindings(project: ProjectUnderCheck): Finding[] {
  const { scripts } = sourcesOf(project)
  return siteAddresses(project).flatMap(({ element, target, file, at }) => {
    if (element?.tag !== 'script' || element.attributes.get('type')?.trim().toLowerCase() === 'module') return []
    if (isElsewhere(target) || isNoFile(target)) return []
    const { path } = resolveAddress(project, file, target)
    if (path === null || scripts.get(path)?.module.hasModuleSyntax !== true) return []
    const message = `${path} uses import or export, but is not loaded as a module.`
    return [
      finding({
        check: 'contract',
        rule: 'script-not-module',
        file,
        ...at,
        message,
        hint: 'Write <script type="module">.',
      }),
    ]
  })
}

/** A page of the plan is a file, a part of a page, or at least known to a script that shows it. */
function promisedPages(
  project: ProjectUnderCheck,
  ids: ReadonlyMap<string, ReadonlySet<string | undefined>>,
): Finding[] {
  const scripts = [...sourcesOf(project).scripts.values()].map(({ text }) => text).join('\n')
  return (project.spec.pages ?? []).flatMap(({ path }) => {
    const name = path.replace(/^\/|\/$/g, '')
    const isThere =
      resolveAddress(project, 'devora.json', path === '/' ? '/index.html' : path).path !== null ||
      project.files.has(`${name}.html`) ||
      [...ids.values()].some((known) => known.has(name)) ||
      (name !== '' && new RegExp(`['"\`#/]${escapePattern(name)}['"\`]`).test(scripts))
    if (isThere || !path.startsWith('/')) return []
    const message = `devora.json promises the page ${path}, but no file shows it.`
    const line = (project.text('devora.json') ?? '').split(`"${path}"`)[0]!.split('\n').length
    return [finding({ check: 'contract', rule: 'missing-page', file: 'devora.json', line, message, owner: 'frontend' })]
  })
}

const HEX = /^#(?:[\da-f]{3}|[\da-f]{6})$/i

/** The two colours that a plan is asked for appear in the site to the digit. */
function promisedColours(project: ProjectUnderCheck): Finding[] {
  const styles = [...project.files.keys()].filter((path) => /\.(?:css|html?)$/.test(path))
  if (styles.length === 0) return []
  const all = styles
    .map((path) => project.text(path) ?? '')
    .join('\n')
    .toLowerCase()
  const at = styles.find((path) => path.endsWith('.css')) ?? styles[0]!
  return (['background', 'component'] as const).flatMap((role) => {
    const colour = project.spec.theme?.[role]?.toLowerCase()
    if (colour === undefined || !HEX.test(colour) || spellings(colour).some((one) => all.includes(one))) return []
    const message = `The plan asks for ${colour} as the colour of the ${role === 'background' ? 'background' : 'components'}; the site does not use it.`
    return [finding({ check: 'contract', rule: 'missing-colour', file: at, line: 1, message, owner: 'frontend' })]
  })
}

function spellings(hex: string): string[] {
  const full = hex.length === 4 ? `#${hex.slice(1).replace(/./g, '$&$&')}` : hex
  const parts = [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16))
  const isShort = /^#(.)\1(.)\2(.)\3$/.test(full)
  return [
    full,
    ...(isShort ? [`#${full[1]}${full[3]}${full[5]}`] : []),
    `rgb(${parts.join(', ')})`,
    `rgb(${parts.join(' ')})`,
    `rgb(${parts.join(',')})`,
  ]
}
