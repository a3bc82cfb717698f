import { AppError } from '../../core/errors.ts'
import { AccessRule, DevoraJson } from '../spec/contract.ts'
import { finding, type ProjectUnderCheck } from './check.ts'
import type { Finding } from './contract.ts'
import { PLAN_FILE, refuseUnsafePath } from '../spec/file-path.ts'
import { isGenerated, isTextByName, MAX_READ_PATH } from './paths.ts'

/** What one version may hold; beyond it a finding says so and the rest is still checked. */
export const LIMITS = {
  files: 20_000,
  fileBytes: 50 * 1024 * 1024,
  /** A script, stylesheet or document that people write. */
  sourceBytes: 2 * 1024 * 1024,
  /** SQL and lock files, which tools write too. */
  listBytes: 10 * 1024 * 1024,
  totalBytes: 200 * 1024 * 1024,
} as const

const isList = (path: string): boolean => /\.sql$|(^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock)$/.test(path)
const maxBytes = (path: string): number =>
  !isTextByName(path) ? LIMITS.fileBytes : isList(path) ? LIMITS.listBytes : LIMITS.sourceBytes

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** UTF-8 text of `bytes`, or undefined when they are binary (hold a NUL) or not UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

const DERIVED = {
  access: 'access: devora.json declares no matrix; every table is taken as private to its owner column',
  pages: 'pages: taken from app/**/page files',
  routes: 'routes: taken from app/**/route files',
  env: 'env: taken from .env.example',
} as const

/** The lines of `devora.json` on which the properties of `path` stand, as far as they can be found by name. */
function lineOfProperty(text: string, path: readonly PropertyKey[]): number {
  let at = 0
  for (const key of path) {
    if (typeof key !== 'string') continue
    const next = text.indexOf(`"${key}"`, at)
    if (next < 0) break
    at = next
  }
  return text.slice(0, at).split('\n').length
}

const validRules = (access: unknown): unknown[] =>
  Array.isArray(access) ? access.filter((rule) => AccessRule.safeParse(rule).success) : []

function readSpec(text: string | undefined, present: boolean): { spec: DevoraJson; findings: Finding[] } {
  const empty: DevoraJson = { devora: 1 }
  const broken = (message: string, line = 1): Finding =>
    finding({ check: 'parse', rule: 'bad-spec', file: PLAN_FILE, line, message })
  if (text === undefined) return { spec: empty, findings: present ? [broken('devora.json is not UTF-8 text.')] : [] }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { spec: empty, findings: [] } // `parse` reports broken JSON, with its position
  }
  const whole = DevoraJson.safeParse(value)
  if (whole.success) return { spec: whole.data, findings: [] }
  const findings = whole.error.issues
    .slice(0, 20)
    .map((issue) =>
      broken(
        `devora.json: ${issue.path.map(String).join('.') || 'the document'}: ${issue.message}`,
        lineOfProperty(text, issue.path),
      ),
    )
  // What is well-formed still counts: one wrong page must not hide the whole access matrix.
  const kept: Record<string, unknown> = { devora: 1 }
  if (typeof value === 'object' && value !== null) {
    for (const [key, schema] of Object.entries(DevoraJson.shape)) {
      const part = schema.safeParse((value as Record<string, unknown>)[key])
      if (part.success && part.data !== undefined) kept[key] = part.data
      // A matrix that is declared, however badly, is never derived: `access` says what is wrong with it.
      else if (key === 'access' && !part.success) kept.access = validRules((value as Record<string, unknown>).access)
    }
  }
  return { spec: DevoraJson.parse({ ...kept, devora: 1 }), findings }
}

/**
 * Takes the files of one version in hand: refuses paths that could point outside, ignores what tools generate, reads
 * `devora.json` and names what it does not say. Never throws for a bad project; what is wrong becomes `specFindings`.
 */
export function loadProject(input: ReadonlyMap<string, Uint8Array>): ProjectUnderCheck {
  if (!(input instanceof Map)) throw new AppError('internal', 'loadProject takes a Map of path to bytes.')
  const findings: Finding[] = []
  const note = (rule: string, message: string, file?: string): void => {
    findings.push(
      finding({ check: 'parse', rule, message, owner: 'person', ...(file !== undefined && { file, line: 1 }) }),
    )
  }
  const files = new Map<string, Uint8Array>()
  let total = 0
  let generated = 0
  for (const [path, bytes] of input) {
    const problem = refuseUnsafePath(path, MAX_READ_PATH)
    if (problem !== null) note('bad-path', `${JSON.stringify(path.slice(0, 80))} is no path of a project. ${problem}`)
    else if (isGenerated(path)) generated++
    else if (files.size >= LIMITS.files) continue
    else if (bytes.byteLength > maxBytes(path))
      note(
        'too-large',
        `The file has ${bytes.byteLength} bytes; a file of this kind is read up to ${maxBytes(path)}.`,
        path,
      )
    else if ((total += bytes.byteLength) <= LIMITS.totalBytes) files.set(path, bytes)
  }
  if (input.size === 0) note('empty-project', 'There is no file in this project.')
  if (input.size > LIMITS.files)
    note('too-many-files', `The project has ${input.size} files; at most ${LIMITS.files} are checked.`)
  if (total > LIMITS.totalBytes)
    note('too-large', `The files have ${total} bytes together; at most ${LIMITS.totalBytes} are checked.`)
  if (generated > 0)
    note(
      'vendored-files',
      `${generated} file(s) under node_modules, .next or .git do not belong into a project; they were left out.`,
    )

  const texts = new Map<string, string | undefined>()
  const text = (path: string): string | undefined => {
    if (texts.has(path)) return texts.get(path)
    const bytes = files.get(path)
    const decoded = bytes === undefined ? undefined : decodeText(bytes)
    texts.set(path, decoded)
    return decoded
  }
  const { spec, findings: specFindings } = readSpec(text(PLAN_FILE), files.has(PLAN_FILE))
  const derived = (Object.keys(DERIVED) as (keyof typeof DERIVED)[])
    .filter((key) => spec[key] === undefined)
    .map((key) => DERIVED[key])
  if (!files.has(PLAN_FILE)) derived.unshift('devora.json: absent' as never)
  return { files, text, spec, specFindings: [...findings, ...specFindings], derived }
}
