import { AccessRule, DevoraJson } from '../../../spec/contract.ts'
import { finding, type ProjectUnderCheck } from '../../check.ts'
import type { Finding } from '../../contract.ts'
import { tableId } from '../catalogue.ts'

/** What `devora.json` says about access, where it can be understood, and an error for everything that cannot. */
export type DeclaredAccess = {
  spec: DevoraJson
  findings: Finding[]
  /**
   * Ids of the tables whose rule is not understood: nothing is derived in its place. `all`: which ones is not known.
   */
  unreadable: ReadonlySet<string> | 'all'
}

const SPEC = 'devora.json'
/** The parts of the document from which the matrix is made and tried. */
const PARTS = ['access', 'fixtures', 'seed', 'claims'] as const

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const lineOf = (text: string, word: string): number => {
  const at = text.indexOf(`"${word}"`)
  return at < 0 ? 1 : text.slice(0, at).split('\n').length
}

function invalid(line: number, what: string): Finding {
  return finding({
    check: 'access',
    rule: 'access-invalid',
    file: SPEC,
    line,
    message: `${what} Nothing was derived in its place.`,
    hint: 'Write it as the JSON Schema of devora.json says.',
  })
}

const issueText = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'it'}: ${message}`)
    .join('; ')

/**
 * A matrix that cannot be understood is an error of the project. Deriving one in its place would try something that
 * nobody declared and call it passed.
 */
export function declaredAccess(project: ProjectUnderCheck): DeclaredAccess {
  const { spec } = project
  if (!project.files.has(SPEC)) return { spec, findings: [], unreadable: new Set() }
  const text = project.text(SPEC)
  let document: unknown
  try {
    document = JSON.parse(text ?? '')
  } catch {
    document = null
  }
  if (text === undefined || !isObject(document))
    return {
      spec,
      findings: [invalid(1, 'devora.json cannot be read, so nobody can say what it declares about access.')],
      unreadable: 'all',
    }
  const findings = PARTS.flatMap((part) => {
    const read = DevoraJson.shape[part].safeParse(document[part])
    if (read.success || part === 'access') return []
    return [invalid(lineOf(text, part), `"${part}" of devora.json is not valid (${issueText(read.error)}).`)]
  })
  const { access } = document
  if (access === undefined) return { spec, findings, unreadable: new Set() }
  if (!Array.isArray(access)) {
    const told = invalid(lineOf(text, 'access'), '"access" of devora.json is not a list of rules.')
    return { spec: { ...spec, access: [] }, findings: [told, ...findings], unreadable: 'all' }
  }
  const rules: AccessRule[] = []
  const unreadable = new Set<string>()
  let isAll = false
  for (const [i, one] of access.entries()) {
    const read = AccessRule.safeParse(one)
    if (read.success) {
      rules.push(read.data)
      continue
    }
    const table = isObject(one) && typeof one.table === 'string' ? one.table : null
    if (table === null) isAll = true
    else unreadable.add(tableId(table))
    const name = table === null ? `Rule ${i + 1} of "access"` : `The access rule of "${table}"`
    findings.push(
      invalid(lineOf(text, table ?? 'access'), `${name} in devora.json is not valid (${issueText(read.error)}).`),
    )
  }
  return { spec: { ...spec, access: rules }, findings, unreadable: isAll ? 'all' : unreadable }
}
