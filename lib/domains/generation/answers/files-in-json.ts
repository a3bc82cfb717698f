import { insideFences, insides, withoutBetween } from '../../../core/cut-between'

/** Files that a model answers as JSON, or as calls of tools that nobody offered, although tags were asked for. Pure. */

export type JsonFile = { path: string; content: string }

const PATHS = ['path', 'file', 'filename', 'filepath', 'file_path', 'filePath', 'fileName', 'name']
const CONTENTS = ['content', 'contents', 'code', 'text', 'source', 'file_text', 'body']
const DEEPEST = 6
const THOUGHTS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
] as const

const isPath = (value: unknown): value is string =>
  typeof value === 'string' && /^[^\s]+\.[a-z]{2,5}$/i.test(value.trim())
const parse = (text: string): unknown => {
  // Nothing else can hold a file, and each refusal of a line of prose costs as much as ten lines of JSON.
  if (!/^["{[]/.test(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function collect(value: unknown, into: JsonFile[], depth = 0): void {
  if (depth > DEEPEST || value === null || value === undefined) return
  // The arguments of a call are often JSON within JSON.
  if (typeof value === 'string')
    return /^\s*[{[]/.test(value) ? collect(parse(value.trim()), into, depth + 1) : undefined
  if (Array.isArray(value)) return value.forEach((one) => collect(one, into, depth + 1))
  if (typeof value !== 'object') return
  const object = value as Record<string, unknown>
  const path = PATHS.map((key) => object[key]).find(isPath)
  const content = CONTENTS.map((key) => object[key]).find((one) => typeof one === 'string')
  if (path !== undefined && typeof content === 'string') return void into.push({ path, content })
  for (const [key, one] of Object.entries(object))
    if (isPath(key) && typeof one === 'string') into.push({ path: key, content: one })
    else collect(one, into, depth + 1)
}

/**
 * The files of an answer that is JSON as a whole, in fences, in `<tool_call>` elements or line by line. Only complete
 * JSON counts: half of it is no file.
 */
export function filesInJson(answer: string): JsonFile[] {
  const said = withoutBetween(answer, THOUGHTS)
    .replace(/^[\s\S]*<\/think>/i, '')
    .replace(/^\s*\[TOOL_CALLS\]/, '')
    .trim()
  const parts = [
    [said],
    insideFences(said, 'on its own line'),
    insides(said, [['<tool_call>', '</tool_call>']]),
    said.split('\n'),
  ]
  for (const texts of parts) {
    const files: JsonFile[] = []
    for (const text of texts) collect(parse(text.trim()), files)
    if (files.length > 0) return files
  }
  return []
}
