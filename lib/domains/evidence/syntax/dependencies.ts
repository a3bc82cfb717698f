import { closest } from 'fastest-levenshtein'
import satisfies from 'semver/functions/satisfies.js'
import { finding, type ProjectUnderCheck } from '../check.ts'
import type { Finding } from '../contract.ts'
import { ALLOWED_PACKAGES, installedManifest, PROVIDED_BY_NEXT, USED_WITHOUT_IMPORT } from '../packages.ts'
import { lineIndex } from './position.ts'

/** package.json against the allow-list and against what the scripts import. */

type Place = { file: string; line: number; column: number }
const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const

/**
 * Whether the pinned version lies in a range as npm reads it; an alias (`npm:name@range`) counts by its range. What is
 * no range of versions (a file, an address, a tag but `latest`) covers none.
 */
export function rangeCovers(range: string, pinned: string): boolean {
  const text = range.trim().replace(/^npm:.*@/, '')
  return text === 'latest' || satisfies(pinned, text)
}

/** `used`: imported package → first place; `styles`: packages that stylesheets import. */
export function dependencyFindings(
  project: ProjectUnderCheck,
  used: ReadonlyMap<string, Place>,
  styles: ReadonlySet<string>,
): Finding[] {
  const text = project.text('package.json')
  if (text === undefined) {
    if (used.size === 0) return []
    return [
      finding({
        check: 'imports',
        rule: 'missing-package-json',
        message: 'The project imports packages but has no package.json.',
        ...used.values().next().value,
        owner: 'architect',
      }),
    ]
  }
  let manifest: Record<string, unknown>
  try {
    manifest = JSON.parse(text) as Record<string, unknown>
  } catch {
    return [] // `parse` reports it
  }
  if (typeof manifest !== 'object' || manifest === null) return []
  const at = lineIndex(text)
  const declared = new Map<string, { range: string; place: Place }>()
  for (const section of SECTIONS) {
    const entries = manifest[section]
    if (typeof entries !== 'object' || entries === null) continue
    const start = Math.max(0, text.indexOf(`"${section}"`))
    for (const [name, range] of Object.entries(entries as Record<string, unknown>)) {
      const offset = text.indexOf(`${JSON.stringify(name)}`, start)
      declared.set(name, { range: String(range), place: { file: 'package.json', ...at(Math.max(0, offset)) } })
    }
  }
  const findings: Finding[] = []
  for (const [name, { range, place }] of declared) {
    const allowed = ALLOWED_PACKAGES.get(name)
    if (!allowed && !PROVIDED_BY_NEXT.has(name)) {
      const near = closest(name, [...ALLOWED_PACKAGES.keys()])
      findings.push(
        finding({
          check: 'imports',
          rule: 'unknown-package',
          ...place,
          message: `The package "${name}" is not one that a project may use.`,
          hint: `The nearest allowed one is "${near}".`,
        }),
      )
    } else if (allowed && range !== allowed.version) {
      const covered = rangeCovers(range, allowed.version)
      const message = covered
        ? `"${name}" is declared as "${range}", which may become another version.`
        : `"${name}" is declared as "${range}"; the version that was tried is ${allowed.version}.`
      findings.push(
        finding({
          check: 'imports',
          rule: covered ? 'unpinned-version' : 'wrong-version',
          severity: covered ? 'warning' : 'error',
          ...place,
          message,
          hint: `Pin ${allowed.version}.`,
        }),
      )
    }
    const isPeer = [...declared.keys()].some(
      (other) => ALLOWED_PACKAGES.has(other) && installedManifest(other)?.peerDependencies?.[name] !== undefined,
    )
    if (allowed && !isPeer && !USED_WITHOUT_IMPORT.has(name) && !used.has(name) && !styles.has(name))
      findings.push(
        finding({
          check: 'imports',
          rule: 'unused-dependency',
          severity: 'warning',
          ...place,
          message: `No file imports "${name}".`,
        }),
      )
  }
  for (const [name, place] of used) {
    if (declared.has(name) || !ALLOWED_PACKAGES.has(name)) continue
    findings.push(
      finding({
        check: 'imports',
        rule: 'undeclared-dependency',
        ...place,
        message: `"${name}" is imported but not declared in package.json.`,
        hint: `Add "${name}": "${ALLOWED_PACKAGES.get(name)?.version}".`,
      }),
    )
  }
  for (const name of styles) {
    if (declared.has(name)) continue
    findings.push(
      finding({
        check: 'imports',
        rule: 'undeclared-dependency',
        file: 'package.json',
        line: 1,
        message: `"${name}" is imported by a stylesheet but not declared in package.json.`,
      }),
    )
  }
  return findings
}
