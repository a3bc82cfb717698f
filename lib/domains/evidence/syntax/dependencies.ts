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

/** What a manifest declares: package → range and place. */
type Declared = Map<string, { range: string; place: Place }>

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
  const declared = declaredIn(text)
  if (declared === null) return []
  const isUsed = (name: string): boolean => used.has(name) || styles.has(name)
  return [
    ...[...declared].flatMap(([name, { range, place }]) => [
      ...rangeFindings(name, range, place),
      ...(isUsed(name) ? [] : unusedFindings(name, place, declared)),
    ]),
    ...undeclaredFindings(declared, used, styles),
  ]
}

/** null: the manifest cannot be read, which `parse` reports. */
function declaredIn(text: string): Declared | null {
  let manifest: Record<string, unknown>
  try {
    manifest = JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
  if (typeof manifest !== 'object' || manifest === null) return null
  const at = lineIndex(text)
  const declared: Declared = new Map()
  for (const section of SECTIONS) {
    const entries = manifest[section]
    if (typeof entries !== 'object' || entries === null) continue
    const start = Math.max(0, text.indexOf(`"${section}"`))
    for (const [name, range] of Object.entries(entries as Record<string, unknown>)) {
      const offset = text.indexOf(`${JSON.stringify(name)}`, start)
      declared.set(name, { range: String(range), place: { file: 'package.json', ...at(Math.max(0, offset)) } })
    }
  }
  return declared
}

/** Whether a declared package may be used, and in exactly the version that was tried. */
function rangeFindings(name: string, range: string, place: Place): Finding[] {
  const allowed = ALLOWED_PACKAGES.get(name)
  if (!allowed && !PROVIDED_BY_NEXT.has(name))
    return [
      finding({
        check: 'imports',
        rule: 'unknown-package',
        ...place,
        message: `The package "${name}" is not one that a project may use.`,
        hint: `The nearest allowed one is "${closest(name, [...ALLOWED_PACKAGES.keys()])}".`,
      }),
    ]
  if (!allowed || range === allowed.version) return []
  const covered = rangeCovers(range, allowed.version)
  const message = covered
    ? `"${name}" is declared as "${range}", which may become another version.`
    : `"${name}" is declared as "${range}"; the version that was tried is ${allowed.version}.`
  return [
    finding({
      check: 'imports',
      rule: covered ? 'unpinned-version' : 'wrong-version',
      severity: covered ? 'warning' : 'error',
      ...place,
      message,
      hint: `Pin ${allowed.version}.`,
    }),
  ]
}

/** Said of a package that nothing imports, unless it works without, or another one asks for it as its peer. */
function unusedFindings(name: string, place: Place, declared: Declared): Finding[] {
  const isPeer = [...declared.keys()].some(
    (other) => ALLOWED_PACKAGES.has(other) && installedManifest(other)?.peerDependencies?.[name] !== undefined,
  )
  if (!ALLOWED_PACKAGES.has(name) || isPeer || USED_WITHOUT_IMPORT.has(name)) return []
  const message = `No file imports "${name}".`
  return [finding({ check: 'imports', rule: 'unused-dependency', severity: 'warning', ...place, message })]
}

/** Packages that scripts and stylesheets import and the manifest does not have. */
function undeclaredFindings(
  declared: Declared,
  used: ReadonlyMap<string, Place>,
  styles: ReadonlySet<string>,
): Finding[] {
  const isUndeclared = (name: string): boolean => !declared.has(name)
  return [
    ...[...used]
      .filter(([name]) => isUndeclared(name) && ALLOWED_PACKAGES.has(name))
      .map(([name, place]) =>
        finding({
          check: 'imports',
          rule: 'undeclared-dependency',
          ...place,
          message: `"${name}" is imported but not declared in package.json.`,
          hint: `Add "${name}": "${ALLOWED_PACKAGES.get(name)?.version}".`,
        }),
      ),
    ...[...styles].filter(isUndeclared).map((name) =>
      finding({
        check: 'imports',
        rule: 'undeclared-dependency',
        file: 'package.json',
        line: 1,
        message: `"${name}" is imported by a stylesheet but not declared in package.json.`,
      }),
    ),
  ]
}
