import { closest } from 'fastest-levenshtein'
import type { Finding } from '../../contract.ts'
import type { AppModel, AppModule } from '../app-model.ts'
import { bare, keyOf } from '../static-value.ts'
import { type Node, walk } from '../walk.ts'

/**
 * Every environment variable that the code reads is declared in `.env.example`, and the browser reads only public ones.
 */

/** Set by Node, Next, the host or the test runner, not by the person who fills in `.env`. */
const GIVEN =
  /^(?:NODE_ENV|NEXT_RUNTIME|NEXT_PHASE|NEXT_DEPLOYMENT_ID|PORT|HOST|HOSTNAME|CI|PATH|HOME|TZ|DEBUG|ANALYZE|PWD|USER|VITEST\w*|PLAYWRIGHT\w*|VERCEL|VERCEL_\w+|NEXT_PUBLIC_VERCEL_\w+|npm_\w+|NETLIFY|RENDER|RAILWAY\w*)$/

export type EnvRead = { name: string; node: Node }

/** `process.env.X`, `process.env['X']` and `const { X } = process.env`. */
export function envReads(module: AppModule): EnvRead[] {
  const reads: EnvRead[] = []
  const isEnv = (node: Node | undefined): boolean =>
    node?.type === 'MemberExpression' &&
    keyOf(node) === 'env' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'process'
  walk(module.source.program, (node, ancestors) => {
    if (node.type === 'MemberExpression' && isEnv(node.object)) {
      const name = keyOf(node)
      const parent = ancestors.at(-1)
      const written = parent?.type === 'AssignmentExpression' && parent.left === node
      if (name !== undefined && !written) reads.push({ name, node })
    } else if (node.type === 'VariableDeclarator' && isEnv(bare(node.init)) && node.id.type === 'ObjectPattern') {
      for (const property of node.id.properties) {
        const name = property.type === 'Property' ? keyOf(property) : undefined
        if (name !== undefined) reads.push({ name, node: property })
      }
    }
  })
  return reads
}

/**
 * Names in `.env.example` (also commented out: `# STRIPE_KEY=` is declared as optional), or in `devora.json` when there
 * is no such file.
 */
function declaredNames(model: AppModel): Set<string> {
  const example = ['.env.example', '.env.sample', '.env.template', '.env.local.example']
    .map((path) => model.project.text(path))
    .find((text) => text !== undefined)
  if (example === undefined) return new Set((model.project.spec.env ?? []).map(({ name }) => name))
  return new Set(
    [...example.matchAll(/^\s*(?:#\s*)?(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map((match) => match[1] as string),
  )
}

const SECRET = /SECRET|SERVICE_ROLE|PRIVATE|PASSWORD|_KEY$|TOKEN/

export function environmentFindings(model: AppModel): Finding[] {
  const declared = declaredNames(model)
  const findings: Finding[] = []
  for (const module of model.modules.values()) {
    if (/^(?:tests?|e2e)\//.test(module.source.path)) continue
    for (const { name, node } of envReads(module)) {
      if (GIVEN.test(name)) continue
      if (!declared.has(name)) {
        const hint =
          declared.size > 0
            ? { hint: `Add it to .env.example, or use the nearest one there: ${closest(name, [...declared])}.` }
            : { hint: 'Add it to .env.example.' }
        findings.push(
          model.report(
            'contract',
            'undeclared-env',
            module,
            node,
            `The environment variable ${name} is not declared in .env.example.`,
            hint,
          ),
        )
      }
      const inBrowser =
        module.directive === 'client' || (model.client.has(module.source.path) && !model.server.has(module.source.path))
      if (inBrowser && !name.startsWith('NEXT_PUBLIC_') && !SECRET.test(name))
        findings.push(
          model.report(
            'contract',
            'server-env-in-client',
            module,
            node,
            `${name} is not set in the browser: only NEXT_PUBLIC_ variables are.`,
          ),
        )
    }
  }
  return findings
}
