import { type Check, finding, outcome, type ProjectUnderCheck } from '../check.ts'
import type { Finding } from '../contract.ts'
import { byCodeUnit, isReadable, isScript } from '../paths.ts'
import { appModel, type AppModel, type AppModule } from '../syntax/app-model.ts'
import { lineIndex } from '../syntax/position.ts'
import { envReads } from '../syntax/rules/environment.ts'
import {
  DATABASE_URL,
  entropy,
  HARMLESS_NAME,
  isExample,
  isMarked,
  JWT,
  jwtPayload,
  looksRandom,
  PATTERNS,
  SECRET_NAME,
} from '../syntax/secret-patterns.ts'
import { keyOf } from '../syntax/static-value.ts'
import { sourcesOf, type Source } from '../syntax/source.ts'
import { type Node, walk } from '../syntax/walk.ts'

/** No secret stands in a file, and nothing that belongs to the server alone reaches the browser. */

type Say = (rule: string, file: string, offset: number, message: string, hint?: string) => void

const HINT = 'Read it from an environment variable on the server, and revoke this one: whoever saw the file has it.'
const isEnvFile = (path: string): boolean =>
  /(^|\/)\.env(?:\.[\w-]+)*$/.test(path) && !/\.(?:example|sample|template|dist)$/.test(path)
const isTest = (path: string): boolean =>
  /(^|\/)(?:tests?|e2e|__tests__|fixtures)\/|\.(?:test|spec)\.[jt]sx?$/.test(path)

function patternFindings(path: string, text: string, say: Say): void {
  const taken: [number, number][] = []
  const hit = (rule: string, match: RegExpMatchArray, what: string): void => {
    const start = match.index ?? 0
    const end = start + match[0].length
    if (taken.some(([from, to]) => start < to && end > from)) return
    taken.push([start, end])
    say(rule, path, start, `The file holds ${what}.`, HINT)
  }
  for (const { rule, what, pattern } of PATTERNS)
    for (const match of text.matchAll(pattern)) {
      const value = match[0]
      if (rule !== 'private-key' && ((isScript(path) ? isMarked(value) : isExample(value)) || entropy(value) < 3))
        continue
      // the header alone: a form's hint
      if (rule === 'private-key' && !/[A-Za-z0-9+/=]{40,}/.test(text.slice(match.index, match.index + 400))) continue
      hit(rule, match, what)
    }
  for (const match of text.matchAll(JWT)) {
    const payload = jwtPayload(match[0])
    if (payload === null || payload['role'] === 'anon') continue // the anon key is public by design
    if (payload['role'] === 'service_role')
      hit('service-role-key', match, "Supabase's service_role key, which passes every policy")
    else hit('token', match, 'a signed token')
  }
  for (const match of text.matchAll(DATABASE_URL)) {
    const [, user = '', password = '', host = ''] = match
    if (
      isExample(password) ||
      /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|[a-z]+)$/i.test(host) ||
      /^\$|^%|^\{/.test(password) ||
      password.toLowerCase() === user.toLowerCase()
    )
      continue
    hit('database-password', match, 'a database address with its password')
  }
}

/** `name = value` lines of configuration files. */
function assignedFindings(path: string, text: string, say: Say): void {
  for (const match of text.matchAll(
    /^[ \t]*(?:export\s+)?["']?([A-Za-z_][\w.-]*)["']?[ \t]*[:=][ \t]*(["']?)([^\s"'#]+)\2/gm,
  )) {
    const [, name = '', , value = ''] = match
    if (SECRET_NAME.test(name) && !HARMLESS_NAME.test(name) && looksRandom(value))
      say('secret-value', path, match.index, `"${name}" holds what looks like a real secret.`, HINT)
  }
}

function literalFindings(source: Source, say: Say): void {
  const nameOf = (node: Node | undefined): string =>
    node?.type === 'Identifier' ? node.name : node?.type === 'MemberExpression' ? (keyOf(node) ?? '') : ''
  const judge = (name: string, value: Node | null | undefined): void => {
    const text =
      value?.type === 'Literal' && typeof value.value === 'string'
        ? value.value
        : value?.type === 'TemplateLiteral' && value.expressions.length === 0
          ? (value.quasis[0]?.value.cooked ?? '')
          : ''
    if (text === '' || !SECRET_NAME.test(name) || HARMLESS_NAME.test(name) || !value) return
    const chosen =
      /pass(?:word|wd|phrase)|secret/i.test(name) &&
      text.length >= 8 &&
      !/[\s/?=:]/.test(text) &&
      /\d/.test(text) &&
      /[A-Za-z]/.test(text) &&
      !isExample(text) &&
      entropy(text) >= 2.5 &&
      !/^[a-z]+(?:[-_][a-z]+)+$/i.test(text)
    if (looksRandom(text) || chosen)
      say('secret-value', source.path, value.start, `"${name}" holds what looks like a real secret.`, HINT)
  }
  walk(source.program, (node) => {
    if (node.type === 'VariableDeclarator') judge(nameOf(node.id as Node), node.init)
    else if (node.type === 'Property') judge(keyOf(node) ?? '', node.value as Node)
    else if (node.type === 'AssignmentExpression') judge(nameOf(node.left as Node), node.right)
    else if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator))
      judge(nameOf(node.left as Node), node.right)
    else if (node.type === 'LogicalExpression' && node.operator !== '&&') judge(nameOf(node.left as Node), node.right)
  })
}

function envFileFindings(path: string, text: string, say: Say): void {
  const match = /^[ \t]*(?:export\s+)?([A-Za-z_]\w*)[ \t]*=[ \t]*["']?(?!["']?\s*(?:#|$))([^\s"']+)/m.exec(text)
  if (match)
    say(
      'committed-env',
      path,
      match.index,
      `${path} holds values and would be handed on with the project.`,
      'Keep the names in .env.example and the values out of the project.',
    )
}

const PUBLIC_SECRET =
  /^NEXT_PUBLIC_\w*(?:SECRET|SERVICE_ROLE|SERVICE_KEY|PRIVATE|PASSWORD|ADMIN_KEY|DATABASE_URL)|^NEXT_PUBLIC_(?:\w*_)?(?:OPENAI|OPENROUTER|ANTHROPIC|CLAUDE|GEMINI|GROQ|MISTRAL|COHERE|REPLICATE|HUGGINGFACE|HF|ELEVENLABS|RESEND|SENDGRID|MAILGUN|POSTMARK|TWILIO|GITHUB|VERCEL|AWS)(?:_\w*)?_(?:KEY|TOKEN)$/
const SERVER_SECRET =
  /SERVICE_ROLE|SERVICE_KEY|SECRET|PRIVATE|PASSWORD|DATABASE_URL|DB_URL|_TOKEN$|API_KEY$|ACCESS_KEY$|ADMIN_KEY$/

/** Reads of a secret variable inside the props of a `use client` component, in a file that the server renders. */
function handedToBrowser(model: AppModel, module: AppModule): Node[] {
  if (module.directive === 'client') return []
  const clients = new Set(
    module.edges
      .filter(({ to }) => model.modules.get(to)?.directive === 'client')
      .flatMap((edge) => edge.import.names.map(({ local }) => local)),
  )
  if (clients.size === 0) return []
  const secretReads = new Set(
    envReads(module).flatMap(({ name, node }) =>
      !name.startsWith('NEXT_PUBLIC_') && SERVER_SECRET.test(name) ? [node.start] : [],
    ),
  )
  const found: Node[] = []
  walk(module.source.program, (node, ancestors) => {
    if (!secretReads.has(node.start) || node.type !== 'MemberExpression') return
    const attribute = ancestors.findLastIndex((one) => one.type === 'JSXAttribute')
    const element = ancestors[attribute - 1]
    const isValue = ancestors
      .slice(attribute + 1)
      .every(
        (one) =>
          !/^(?:UnaryExpression|BinaryExpression|CallExpression|ConditionalExpression|ArrowFunctionExpression)$/.test(
            one.type,
          ),
      )
    if (
      isValue &&
      element?.type === 'JSXOpeningElement' &&
      element.name.type === 'JSXIdentifier' &&
      clients.has(element.name.name)
    ) {
      found.push(node)
      return false
    }
    return undefined
  })
  return found
}

function browserFindings(model: AppModel, say: Say): void {
  for (const module of model.modules.values()) {
    const inBrowser = module.directive === 'client' || model.client.has(module.source.path)
    for (const { name, node } of envReads(module)) {
      if (PUBLIC_SECRET.test(name))
        say(
          'public-secret',
          module.source.path,
          node.start,
          `${name} is copied into the browser's code because its name starts with NEXT_PUBLIC_.`,
          'Take NEXT_PUBLIC_ off its name and read it on the server only.',
        )
      else if (inBrowser && !name.startsWith('NEXT_PUBLIC_') && SERVER_SECRET.test(name)) {
        const rule = /SERVICE_ROLE|SERVICE_KEY/.test(name) ? 'service-role-in-client' : 'secret-in-client'
        say(
          rule,
          module.source.path,
          node.start,
          `${name} belongs to the server, but this file is part of the browser's code.`,
          'Use it in a route handler or a server action instead.',
        )
      }
    }
    for (const node of handedToBrowser(model, module))
      say(
        'secret-in-client',
        module.source.path,
        node.start,
        'This hands a value of the server to a component that runs in the browser: props are sent with the page.',
        'Use it in a route handler or a server action instead.',
      )
    // `env` of next.config copies values into the browser's code under any name.
    if (/^next\.config\.[cm]?[jt]s$/.test(module.source.path)) {
      walk(module.source.program, (node) => {
        if (node.type !== 'Property' || keyOf(node) !== 'env' || node.value.type !== 'ObjectExpression') return
        for (const property of node.value.properties) {
          const key = property.type === 'Property' ? keyOf(property) : undefined
          if (key !== undefined && SERVER_SECRET.test(key))
            say(
              'public-secret',
              module.source.path,
              property.start,
              `next.config copies ${key} into the browser's code.`,
            )
        }
        return
      })
    }
  }
}

export const secrets: Check = {
  name: 'secrets',
  async run(project: ProjectUnderCheck) {
    const findings = new Map<string, Finding>()
    const indexes = new Map<string, ReturnType<typeof lineIndex>>()
    const say: Say = (rule, file, offset, message, hint) => {
      let index = indexes.get(file)
      if (!index) indexes.set(file, (index = lineIndex(project.text(file) ?? '')))
      const one = finding({
        check: 'secrets',
        rule,
        file,
        ...index(offset),
        message,
        ...(hint !== undefined && { hint }),
      })
      const line = `${file}:${one.line}`
      // One secret is one finding: the precise pattern speaks before the guess from its name.
      if (rule !== 'secret-value' || ![...findings.values()].some((other) => `${other.file}:${other.line}` === line))
        findings.set(`${line}:${rule}:${message}`, one)
    }
    for (const path of [...project.files.keys()].filter(isReadable).sort(byCodeUnit)) {
      const text = project.text(path)
      if (text === undefined || /(^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock)$/.test(path)) continue
      patternFindings(path, text, say)
      if (isEnvFile(path)) envFileFindings(path, text, say)
      else if (/(^|\/)\.env|\.(?:ya?ml|toml|ini|conf|properties)$|(^|\/)\.npmrc$/.test(path) && !isScript(path))
        assignedFindings(path, text, say)
      for (const match of /(^|\/)\.env/.test(path) ? text.matchAll(/^[ \t]*(NEXT_PUBLIC_\w+)[ \t]*=/gm) : [])
        if (PUBLIC_SECRET.test(match[1] as string))
          say(
            'public-secret',
            path,
            match.index,
            `${match[1]} would be copied into the browser's code because its name starts with NEXT_PUBLIC_.`,
          )
    }
    for (const source of sourcesOf(project).scripts.values()) if (!isTest(source.path)) literalFindings(source, say)
    browserFindings(appModel(project), say)
    return outcome([...findings.values()])
  },
}
