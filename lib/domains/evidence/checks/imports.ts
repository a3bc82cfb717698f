import { closest, distance } from 'fastest-levenshtein'
import { type Check, finding, outcome, type ProjectUnderCheck } from '../check.ts'
import type { Finding } from '../contract.ts'
import { ALLOWED_PACKAGES, hasSubpath, PROVIDED_BY_NEXT, splitSpecifier } from '../packages.ts'
import { byCodeUnit, isAppScript, isScript } from '../paths.ts'
import { isPlainSite } from '../plain-site.ts'
import { blankComments, CSS } from '../syntax/comments.ts'
import { cycleOf } from '../syntax/cycles.ts'
import { importsOf, type ModuleImport } from '../syntax/imports.ts'
import { lineIndex } from '../syntax/position.ts'
import { createResolver, type Resolver } from '../syntax/resolve.ts'
import { siteHostFindings } from '../syntax/rules/site-hosts.ts'
import { sourcesOf } from '../syntax/source.ts'
import { dependencyFindings } from '../syntax/dependencies.ts'

/**
 * Each import leads to a file of the project, a Node builtin, or an allowed package at its pinned version; nothing else
 * exists.
 */

type Place = { file: string; line: number; column: number }

const nearestPackage = (name: string): string => closest(name, [...ALLOWED_PACKAGES.keys()])

/** The project file whose path is most like the one that was meant; undefined when nothing is near. */
function nearestFile(project: ProjectUnderCheck, wanted: string): string | undefined {
  const bare = (path: string): string => path.replace(/\.[^./]+$/, '').replace(/\/index$/, '')
  const candidates = [...project.files.keys()]
    .filter((path) => isScript(path) || /\.(?:css|json)$/.test(path))
    .slice(0, 2000)
  const sameName = candidates.filter((path) => bare(path).split('/').pop() === bare(wanted).split('/').pop())
  const pool = (sameName.length > 0 ? sameName : candidates).map(bare)
  if (pool.length === 0) return undefined
  const best = closest(bare(wanted), pool)
  if (sameName.length === 0 && distance(best, bare(wanted)) > Math.max(3, wanted.length / 3)) return undefined
  return candidates.find((path) => bare(path) === best)
}

function packageFinding(specifier: string, place: Place): Finding | null {
  const { name, subpath } = splitSpecifier(specifier)
  if (PROVIDED_BY_NEXT.has(name) && subpath === '.') return null
  if (!ALLOWED_PACKAGES.has(name)) {
    const near = nearestPackage(name)
    return finding({
      check: 'imports',
      rule: 'unknown-package',
      ...place,
      message: `The package "${name}" is not one that a project may use.`,
      hint: `The nearest allowed one is "${near}".`,
    })
  }
  if (hasSubpath(name, subpath)) return null
  return finding({
    check: 'imports',
    rule: 'unknown-subpath',
    ...place,
    message: `The package "${name}" has nothing to import at "${specifier}".`,
    hint: `Look at what "${name}" exports.`,
  })
}

function importFinding(
  project: ProjectUnderCheck,
  resolve: Resolver,
  from: string,
  one: ModuleImport,
  place: Place,
): Finding | null {
  const to = resolve(from, one.specifier)
  switch (to.kind) {
    case 'file':
    case 'builtin':
      return null
    case 'package':
      return packageFinding(to.specifier, place)
    case 'url':
      return finding({
        check: 'imports',
        rule: 'url-import',
        ...place,
        message: `"${one.specifier}" is loaded from the network; import a package or a file instead.`,
      })
    case 'outside':
      return finding({
        check: 'imports',
        rule: 'outside-project',
        ...place,
        message: `"${one.specifier}" points outside the project.`,
      })
    case 'missing': {
      if (to.wrongCase !== undefined)
        return finding({
          check: 'imports',
          rule: 'wrong-case',
          ...place,
          message: `"${one.specifier}" differs from the file ${to.wrongCase} in upper and lower case.`,
          hint: `Write it as ${to.wrongCase}.`,
        })
      const near = nearestFile(project, to.wanted)
      return finding({
        check: 'imports',
        rule: 'missing-file',
        ...place,
        message: `"${one.specifier}" leads to no file of the project.`,
        ...(near !== undefined && { hint: `The nearest file is ${near}.` }),
      })
    }
  }
}

/** `@import "x"`, `@plugin "x"`, `@config "./x"` of stylesheets; strings in comments do not count. */
function styleImports(text: string): { specifier: string; offset: number }[] {
  const plain = blankComments(text, CSS)
  return [...plain.matchAll(/@(import|plugin|config|reference)\s+(?:url\(\s*)?["']([^"']+)["']/g)].map((match) => ({
    specifier: match[2] as string,
    offset: match.index,
  }))
}

function styleFindings(project: ProjectUnderCheck, resolve: Resolver, used: Set<string>): Finding[] {
  const findings: Finding[] = []
  for (const path of [...project.files.keys()].filter((one) => one.endsWith('.css')).sort(byCodeUnit)) {
    const text = project.text(path)
    if (text === undefined) continue
    const at = lineIndex(text)
    for (const { specifier, offset } of styleImports(text)) {
      const place = { file: path, ...at(offset) }
      if (/^(?:https?:)?\/\//.test(specifier)) {
        findings.push(
          finding({
            check: 'imports',
            rule: 'url-import',
            severity: 'warning',
            ...place,
            message: `"${specifier}" is loaded from another site at run time.`,
          }),
        )
        continue
      }
      // In CSS a bare `@import "x.css"` is relative to the file; a name that is an allowed package is that package.
      const { name, subpath } = splitSpecifier(specifier)
      if (!specifier.startsWith('.') && ALLOWED_PACKAGES.has(name)) {
        used.add(name)
        if (subpath === '.' || hasSubpath(name, subpath)) continue
      }
      const relative = resolve(path, specifier.startsWith('.') ? specifier : `./${specifier}`)
      if (
        relative.kind === 'file' ||
        resolve(path, `${specifier.startsWith('.') ? '' : './'}${specifier}.css`).kind === 'file'
      )
        continue
      const one = specifier.startsWith('.')
        ? importFinding(project, resolve, path, { specifier, offset, typeOnly: false, names: [] }, place)
        : packageFinding(specifier, place)
      if (one) findings.push(one)
    }
  }
  return findings
}

export const imports: Check = {
  name: 'imports',
  dependsOn: () => true, // a file that appears or goes anywhere can make an import right or wrong
  async run(project) {
    const { scripts } = sourcesOf(project)
    const resolve = createResolver(project)
    const findings: Finding[] = []
    const used = new Map<string, Place>()
    const edges = new Map<string, string[]>()
    for (const source of scripts.values()) {
      if (!isAppScript(source.path)) continue
      for (const one of importsOf(source)) {
        const place = { file: source.path, ...source.at(one.offset) }
        const problem = importFinding(project, resolve, source.path, one, place)
        if (problem) findings.push(problem)
        const to = resolve(source.path, one.specifier)
        if (to.kind === 'package')
          used.set(splitSpecifier(to.specifier).name, used.get(splitSpecifier(to.specifier).name) ?? place)
        else if (to.kind === 'file' && !one.typeOnly && !one.dynamic)
          edges.set(source.path, [...(edges.get(source.path) ?? []), to.path])
      }
    }
    const styles = new Set<string>()
    findings.push(...styleFindings(project, resolve, styles))
    if (isPlainSite(project)) findings.push(...siteHostFindings(project))
    findings.push(...dependencyFindings(project, used, styles))
    const cycle = cycleOf(edges)
    if (cycle)
      findings.push(
        finding({
          check: 'imports',
          rule: 'import-cycle',
          severity: 'warning',
          file: cycle[0] as string,
          line: 1,
          message: `These files import each other: ${cycle.join(' → ')}.`,
        }),
      )
    return outcome(findings)
  },
}
