import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { architect } from '@/lib/domains/generation/agents/architect/architect'
import { WRITERS } from '@/lib/domains/generation/agents/agent'
import { writers } from '@/lib/domains/generation/agents/writers'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { sharedHome } from '../../support/shared-home'

/**
 * A project that was changed several times: its migrations are all still there, run one after another, and everything
 * is checked.
 */

const { signal } = new AbortController()
let cluster: ScratchCluster
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
})
afterAll(async () => {
  await cluster.close()
})

/** Files of the plan; migrations of the version before stay, as in a project that people use. */
function write(
  spec: AppSpec,
  before?: { spec: AppSpec; files: Map<string, string>; migration: number },
): Map<string, string> {
  const kept = [...(before?.files ?? [])].filter(([path]) => path.startsWith('supabase/migrations/'))
  const files = new Map([
    ...architect.make.builtin.write(spec).map(({ path, content }) => [path, content] as const),
    ...kept,
  ])
  for (const name of WRITERS) {
    const input = { spec, signal, ...(before && { previous: before.spec, migration: before.migration }) }
    for (const { path, content } of writers[name].make.builtin(input) as Iterable<{ path: string; content: string }>)
      files.set(path, content)
  }
  return files
}

function changed(prompts: readonly string[]): Map<string, string> {
  let spec = planApp({ prompt: prompts[0]! })
  let files = write(spec)
  prompts.slice(1).forEach((prompt, at) => {
    const next = planApp({ prompt, previous: spec })
    files = write(next, { spec, files, migration: at + 2 })
    spec = next
  })
  return files
}

const CHAINS = {
  english: [
    'A project tracker. Projects have a name, a budget and a deadline. Employees log time entries on projects. People comment on projects.',
    'every project has many milestones',
    'rename projects to engagements',
    'only admins can delete engagements',
    'add a stage field (draft, running, closed) and a website url to engagements',
    'remove the budget',
    'add a calendar page',
  ],
  spanish: [
    'CRM para una agencia: clientes con nombre, correo y empresa; proyectos con título, presupuesto y fecha; facturas de proyectos.',
    'agrega un campo teléfono a clientes',
    'cada cliente tiene muchos contactos con nombre y teléfono',
    'solo los administradores pueden editar o borrar facturas',
    'quita el presupuesto',
    'renombra proyectos a encargos',
    'haz los botones verdes',
  ],
}

describe('a project changed again and again', () => {
  test.each(Object.entries(CHAINS))('passes every check: %s', { tags: ['deep'] }, async (_name, prompts) => {
    const files = changed(prompts)
    expect([...files.keys()].filter((path) => path.startsWith('supabase/migrations/')).length).toBeGreaterThanOrEqual(4)
    const report = await verifyProject(
      new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)])),
      {
        scratch: async () => cluster,
      },
    )
    expect(
      report.checks.flatMap(({ check, findings }) => findings.map((one) => `${check} ${one.file} ${one.message}`)),
    ).toEqual([])
    expect(report.status).toBe('verified')
  })
})
