/** What a `Prefer` header asks for; what is absent has PostgREST's default. */
export type Preferences = {
  resolution?: 'merge-duplicates' | 'ignore-duplicates'
  return?: 'minimal' | 'headers-only' | 'representation'
  count?: 'exact' | 'planned' | 'estimated'
  tx?: 'commit' | 'rollback'
  missing?: 'default' | 'null'
  handling?: 'strict' | 'lenient'
  timezone?: string
  maxAffected?: number
  /** What is no preference; refused only with `handling=strict`. */
  unknown: string[]
}

const CHOICES: Record<string, readonly string[]> = {
  resolution: ['merge-duplicates', 'ignore-duplicates'],
  return: ['minimal', 'headers-only', 'representation'],
  count: ['exact', 'planned', 'estimated'],
  tx: ['commit', 'rollback'],
  missing: ['default', 'null'],
  handling: ['strict', 'lenient'],
}

/** Reads the header (several are joined by commas already); of a preference given twice the first counts. */
export function readPreferences(header: string | null): Preferences {
  const found: Record<string, unknown> = {}
  const unknown: string[] = []
  for (const part of (header ?? '').split(',')) {
    const text = part.trim()
    if (text === '') continue
    const [name = '', value = ''] = splitOnce(text, '=')
    if (Object.hasOwn(CHOICES, name) && CHOICES[name]!.includes(value)) found[name] ??= value
    else if (name === 'timezone') found.timezone ??= value
    else if (name === 'max-affected') {
      if (/^-?\d{1,15}$/.test(value)) found.maxAffected ??= Number(value)
    } else unknown.push(text)
  }
  return { ...found, unknown }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

export type RequestKind = 'read' | 'insert' | 'put' | 'update' | 'delete' | 'call'

/** `Preference-Applied`: the preferences that meant something to this kind of request, in PostgREST's order. */
export function appliedPreferences(
  preferences: Preferences,
  kind: RequestKind,
  hasConflictTarget: boolean,
): string | undefined {
  const isMutation = kind !== 'read' && kind !== 'call'
  const applied: string[] = []
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) applied.push(`${name}=${value}`)
  }
  if (kind === 'insert' && hasConflictTarget) add('resolution', preferences.resolution)
  if (kind === 'insert' || kind === 'update') add('missing', preferences.missing)
  if (isMutation) add('return', preferences.return)
  add('count', preferences.count)
  add('tx', preferences.tx)
  add('handling', preferences.handling)
  add('timezone', preferences.timezone)
  const isBounded = kind === 'update' || kind === 'delete' || kind === 'call'
  if (isBounded && preferences.handling === 'strict') add('max-affected', preferences.maxAffected)
  return applied.length === 0 ? undefined : applied.join(', ')
}
