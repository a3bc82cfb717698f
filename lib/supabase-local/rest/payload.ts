import { invalidBody } from './errors.ts'

/** What a request brings to be written: the rows as JSON text, untouched, and which keys they have. */
export type Payload = {
  /** A JSON array of objects. */
  rows: string
  count: number
  keys: string[]
  /** The rows read, to see which values they have; never to write them (digits would be lost). */
  parsed: Record<string, unknown>[]
}

/**
 * Reads the body of a write.
 *
 * @param columns `columns=` of the address; then the objects need not have the same keys
 */
export function readRows(body: string, contentType: string, columns: string[] | undefined): Payload {
  if (contentType === 'text/csv') return readCsv(body)
  if (contentType === 'application/x-www-form-urlencoded') {
    const row = Object.fromEntries(new URLSearchParams(body))
    return { rows: JSON.stringify([row]), count: 1, keys: Object.keys(row), parsed: [row] }
  }
  if (contentType !== 'application/json' && !contentType.startsWith('application/vnd.pgrst.')) {
    throw invalidBody(`Content-Type not acceptable: ${contentType}`)
  }
  const json = parseJson(body)
  if (Array.isArray(json)) {
    const parsed = json as Record<string, unknown>[]
    return { rows: body, count: parsed.length, keys: columns ?? uniformKeys(parsed), parsed }
  }
  if (typeof json === 'object' && json !== null) {
    const row = json as Record<string, unknown>
    return { rows: `[${body}]`, count: 1, keys: columns ?? Object.keys(row), parsed: [row] }
  }
  return { rows: '[]', count: 0, keys: [], parsed: [] }
}

export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw invalidBody('Empty or invalid json')
  }
}

function uniformKeys(rows: unknown[]): string[] {
  const isObject = (row: unknown): row is object => typeof row === 'object' && row !== null && !Array.isArray(row)
  const first = rows[0]
  if (first === undefined) return []
  if (!isObject(first)) throw invalidBody('All object keys must match')
  const keys = Object.keys(first)
  for (const row of rows) {
    if (!isObject(row) || Object.keys(row).length !== keys.length || !keys.every((key) => Object.hasOwn(row, key))) {
      throw invalidBody('All object keys must match')
    }
  }
  return keys
}

/** The first line names the columns; an unquoted or quoted `NULL` is no value. */
function readCsv(body: string): Payload {
  const [keys = [], ...lines] = csvRecords(body)
  const parsed = lines.map((line) => {
    if (line.length !== keys.length) throw invalidBody('All lines must have same number of fields')
    return Object.fromEntries(line.map((value, place) => [keys[place]!, value === 'NULL' ? null : value]))
  })
  return { rows: JSON.stringify(parsed), count: parsed.length, keys, parsed }
}

function csvRecords(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)
    if (found === null) throw invalidBody('Invalid CSV')
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === ',') {
      if (cell.lastIndex === text.length) record.push('')
      else continue
    }
    records.push(record)
    record = []
  }
  return records
}
