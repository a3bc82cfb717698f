import { WRITERS, type WriterName } from '../../lib/domains/generation/agents/agent'
import { writers } from '../../lib/domains/generation/agents/writers'
import { planApp } from '../../lib/domains/generation/builtin/architect/plan-app'
import { writeTests } from '../../lib/domains/generation/builtin/tests/write-tests'
import { readAsks } from '../../lib/domains/generation/builtin/asks/read-asks'
import { completePages } from '../../lib/domains/generation/planning/complete-pages'
import { completePlan } from '../../lib/domains/generation/planning/complete-plan'
import { divideWork, type PartOfWork } from '../../lib/domains/generation/writing/parts-of-work'
import { DataAnswer, PagesAnswer } from '../../lib/domains/generation/planning/plan-answers'
import type { Answer, ModelRequest } from './model-script'

/**
 * A whole team of models that does its work well: what the built-in generators would answer, in the forms that models
 * answer in.
 */

export const PROMPT = 'A recipe box where members save recipes with ingredients and rate them'
export type TeamStage = 'architect' | 'pages' | 'asks' | 'reviewer' | 'tests' | WriterName

/** Whom a request is meant for, by what its instructions say first. */
export function stageOf(request: ModelRequest): TeamStage {
  const about: Array<[RegExp, TeamStage]> = [
    [/You are the architect[\s\S]*say what was asked/, 'asks'],
    [/You are the architect/, /# Pages that exist/.test(request.prompt) ? 'pages' : 'architect'],
    [/You review/, 'reviewer'],
    [/You are the front-end writer/, 'frontend'],
    [/You are the back-end writer/, 'backend'],
    [/You are the database writer/, 'database'],
    [/You write the tests/, 'tests'],
  ]
  const found = about.find(([pattern]) => pattern.test(request.system))
  if (found === undefined) throw new Error(`whose is this? ${request.system.slice(0, 200)}`)
  return found[1]
}

const spec = planApp({ prompt: PROMPT })
const DATA = {
  name: spec.name,
  kind: spec.kind,
  locale: spec.locale,
  background: null,
  component: null,
  hasProfiles: true,
  removed: [],
  routes: spec.routes.map(({ method, path }) => ({ method, path })),
  entities: spec.entities
    .filter((entity) => entity.table !== 'profiles')
    .map((entity) => {
      const rule = spec.access.find((one) => one.table === entity.table)!
      const fields = entity.fields
        .filter((field) => field.column !== rule.owner)
        .map((field) => ({ required: false, unique: false, values: null, references: null, unit: null, ...field }))
      return {
        name: entity.name,
        table: entity.table,
        fields,
        states: entity.states ?? null,
        access: rule.via === undefined ? 'public' : 'child',
        parent: rule.via?.table ?? null,
        staff: false,
        pages: rule.via === undefined ? 'full' : 'inline',
      }
    }),
}
const data = completePlan(DataAnswer.parse(DATA), { prompt: PROMPT })!
const PAGES = {
  pages: data.pages.map(({ path, title, purpose, view, entity, auth, nav }) => ({
    path,
    title: title ?? '',
    purpose,
    view: view ?? null,
    entity: entity ?? null,
    auth: auth ?? 'public',
    nav: nav === true,
  })),
}
/** The plan that a run by this team has, so that its writers answer for exactly that. */
export const planned = { ...data, pages: completePages(PagesAnswer.parse(PAGES), data) }

const read = readAsks(planned, PROMPT)
/** What was asked, as the built-in reader says it: the team's pages are those that its scenarios go by. */
export const ASKS = {
  asks: read.asks.map(({ spans, ...ask }) => ({ ...ask, quotes: spans.map(({ text }) => text) })),
  context: read.prompt.context.map(({ text }) => text),
  earlier: [],
}

export type File = { path: string; content: string }
const signal = new AbortController().signal
export const inProtocol = (files: readonly File[]): string =>
  files
    .map(({ path, content }) => `<file path="${path}">\n${content}${content.endsWith('\n') ? '' : '\n'}</file>`)
    .join('\n')

/** The parts into which a writer's work for this plan is divided; empty when one call writes it all. */
export const partsOf = (name: WriterName): readonly PartOfWork[] => divideWork(name, planned, signal)?.parts ?? []

/** What a request asks for by name. */
const owedBy = (request: ModelRequest): string[] =>
  [...(/# Files you owe\n((?:- \S+\n?)+)/.exec(request.prompt)?.[1] ?? '').matchAll(/^- (\S+)$/gm)].map(
    ([, path]) => path!,
  )

/** The part that a request is about, by what it owes; null when it is about all of the writer's files. */
export function partOf(request: ModelRequest): PartOfWork | null {
  const name = stageOf(request)
  const owed = owedBy(request).sort().join()
  return name === 'frontend' || name === 'backend'
    ? (partsOf(name).find((part) => [...part.owed].sort().join() === owed) ?? null)
    : null
}

const writtenBy = (name: WriterName): File[] => [
  ...(writers[name].make.builtin({ spec: planned, signal }) as Iterable<File>),
]

/** The files of a writer, or of one part of it without what is given to all parts. */
export function filesOf(name: WriterName | 'tests', part: PartOfWork | null = null): File[] {
  if (name === 'tests')
    return [
      ...writeTests({
        spec: planned,
        files: new Map(WRITERS.flatMap(writtenBy).map(({ path, content }) => [path, content])),
        signal,
      }),
    ]
  const files = writtenBy(name)
  if (part === null) return files
  const given = new Set(divideWork(name, planned, signal)!.given.map((file) => file.path))
  return files.filter((file) => part.owns(file.path) && !given.has(file.path))
}

/** The team's good answer to a request. */
export function goodAnswer(request: ModelRequest): Answer {
  if (!request.path.endsWith('/chat/completions')) return {}
  const stage = stageOf(request)
  if (stage === 'architect') return { object: DATA }
  if (stage === 'pages') return { object: PAGES }
  if (stage === 'asks') return { object: ASKS }
  if (stage === 'reviewer') return { object: { verdict: 'approve', findings: [] } }
  return { text: inProtocol(filesOf(stage, partOf(request))) }
}
