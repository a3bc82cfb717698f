import { parseSync } from 'oxc-parser'

/*
 * Finds texts that people would read in the source of a page, and that are therefore to stand in `messages/`. The
 * syntax tree decides where a string is shown; of the strings elsewhere, those that look like a sentence are taken for
 * one.
 */

type Node = { type: string; start: number; end: number } & Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** Attributes and fields whose value is read by people. */
const SHOWN =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|hint|text|note|description|caption|question|short|name|error|prompt)$/
const HAS_WORD = /\p{L}{2,}/u
/** `Some checks failed`, `At most 3.`: a capital, then more words. */
const SENTENCE = /^[\p{Lu}¿¡“"«][^\n]*\s\p{L}/u
const CAPITALISED = /^\p{Lu}\p{Ll}+$/u
/** What is the same in every language: products, protocols and places in code. */
const SAME_EVERYWHERE = new Set(
  'Devora GitHub Vercel Supabase Postgres Next Chrome Firefox Safari Edge Opera Android Windows Linux Bearer'.split(
    ' ',
  ),
)
const isCode = (text: string): boolean => /^[\w./#:@!-]*$/.test(text) && !/^\p{Lu}\p{Ll}+$/u.test(text)

export type FoundText = { line: number; text: string }

/** The texts in one file, with their lines. Pure. */
export function textsIn(path: string, source: string): FoundText[] {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message ?? ''}`)
  const found: FoundText[] = []
  const add = (node: Node, text: string): void => {
    const shown = text.replace(/\s+/g, ' ').trim()
    if (!HAS_WORD.test(shown) || SAME_EVERYWHERE.has(shown)) return
    found.push({ line: source.slice(0, node.start).split('\n').length, text: shown })
  }
  const visit = (node: unknown, isShown: boolean): void => {
    if (Array.isArray(node)) return node.forEach((one) => visit(one, isShown))
    if (!isNode(node)) return
    look(node, isShown, add, visit)
  }
  visit(program.body, false)
  return found
}

type Add = (node: Node, text: string) => void
type Visit = (node: unknown, isShown: boolean) => void

function look(node: Node, isShown: boolean, add: Add, visit: Visit): void {
  switch (node.type) {
    case 'JSXText':
      return add(node, String(node.value))
    case 'Literal':
      if (typeof node.value === 'string' && (isShown ? !isCode(node.value) : SENTENCE.test(node.value)))
        add(node, node.value)
      return
    case 'TemplateLiteral': {
      const text = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
      if (isShown ? HAS_WORD.test(text.replaceAll('…', '')) && !isCode(text.replaceAll('…', '')) : SENTENCE.test(text))
        add(node, text)
      return visit(node.expressions, false)
    }
    case 'JSXAttribute':
      return visit(node.value, SHOWN.test(nameOf(node.name)))
    case 'JSXExpressionContainer':
      return visit(node.expression, isShown)
    case 'JSXElement':
    case 'JSXFragment':
      visit(node.openingElement, false)
      return visit(node.children, true)
    case 'ConditionalExpression':
      visit(node.test, false)
      visit(node.consequent, isShown)
      return visit(node.alternate, isShown)
    case 'LogicalExpression':
      visit(node.left, isShown && node.operator !== '&&')
      return visit(node.right, isShown)
    case 'BinaryExpression':
      visit(node.left, isShown && node.operator === '+')
      return visit(node.right, isShown && node.operator === '+')
    case 'Property':
      return visit(node.value, SHOWN.test(nameOf(node.key)) || isWord(node.value))
    case 'CallExpression':
      visit(node.callee, false)
      return visit(node.arguments, /^toast(\.\w+)?$/.test(calleeOf(node.callee)))
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAnnotation':
      return
    default:
      for (const [key, value] of Object.entries(node)) if (key !== 'type') visit(value, false)
  }
}

/** `{ grant: 'Granted' }`: one word with a capital is something to read. */
const isWord = (value: unknown): boolean =>
  isNode(value) && value.type === 'Literal' && typeof value.value === 'string' && CAPITALISED.test(value.value)

const nameOf = (key: unknown): string => (isNode(key) ? String(key.name ?? key.value) : '')

const calleeOf = (callee: unknown): string => {
  if (!isNode(callee)) return ''
  return callee.type === 'MemberExpression' ? `${calleeOf(callee.object)}.${nameOf(callee.property)}` : nameOf(callee)
}
