import type { ImagePart } from '../../../integrations/models/port'
import type { Finding } from '../../evidence/contract'
import type { AppSpec } from '../../spec/contract'
import { demoPeople } from '../../spec/demo-people'
import { entityNames } from '../../spec/names'
import type { WriterInput } from '../agents/agent'
import { chooseFiles } from './choose-files'
import type { PartInput } from './parts-of-work'
import { partText } from './part-request'
import { IMAGES_FOLLOW, wrapUntrusted } from '../answers/untrusted'

/** What a model writer gets: the plan, and for a change or for repair the project as it is. */
export type ModelWriterInput = WriterInput & {
  /** What the user asked for, in their words. */
  prompt: string
  /**
   * What else the context stage found worth telling: summary, memories, attachments, each already wrapped where others
   * wrote it.
   */
  background?: string
  /** The text files of the whole project, also other writers': for a change (`previous` given) and for repair. */
  existing?: ReadonlyMap<string, string>
  /** Repair: the findings that this writer owns. */
  findings?: readonly Finding[]
  /** Files that must be seen before any others. */
  first?: readonly string[]
  /** What the user attached, for a model that sees. */
  images?: readonly ImagePart[]
  /** Only this part of the writer's files, beside others who write theirs; `given` stands among `existing`. */
  part?: PartInput
}

export type Task = {
  mode: 'new' | 'change' | 'repair'
  /** Paths that are still to be written. */
  owed: readonly string[]
  /** It writes about files that others wrote: they are shown for a new project too. */
  seesFiles?: boolean
}

const MOST_FINDINGS = 40

/** The plan without what an agent is told elsewhere; of what was asked, what it means and what would show it. */
export function planText(spec: AppSpec): string {
  const { prompt: _prompt, makers: _makers, devora: _devora, seed: _seed, ...rest } = spec
  const { asks = [], prompts: _prompts, questions: _questions, ...plan } = rest
  const demo = demoPeople(spec)
  const asked = asks
    .filter(({ state }) => state !== 'struck')
    .map(({ id, meaning, state, scenarios }) => ({ id, meaning, state, scenarios }))
  return JSON.stringify({
    ...plan,
    ...(demo.length > 0 && { demo }),
    ...(asked.length > 0 && { asks: asked }),
  })
}

const namesText = (spec: AppSpec): string =>
  spec.entities
    .map((entity) => {
      const names = entityNames(entity)
      const rule = spec.access.find((each) => each.table === entity.table)
      const owner = rule?.owner ?? null
      const stateful = (entity.states?.length ?? 0) > 0 ? `, set${names.pascal}State` : ''
      const people = entity.fields.some((field) => field.references === 'auth.users') ? `, ${names.camel}Leaders` : ''
      const { pascal, pascalMany, camel } = names
      const parent = rule?.via === undefined ? 'none' : `none, belongs to ${rule.via.table} by ${rule.via.column}`
      return [
        `- ${entity.name}: ${pascal}Row, list${pascalMany}, get${pascal}, ${camel}Options, count${pascalMany}, `,
        `${camel}Stats${people}; create${pascal}, update${pascal}, delete${pascal}${stateful}; parse${pascal}; `,
        `slug ${names.slug}; owner column ${owner ?? parent}; "${names.label}" / "${names.labelMany}"`,
      ].join('')
    })
    .join('\n')

function findingsText(findings: readonly Finding[]): string {
  const shown = findings.slice(0, MOST_FINDINGS).map((one) => {
    const place = one.file === undefined ? '' : `${one.file}${one.line === undefined ? '' : `:${one.line}`}: `
    const rule = one.rule === undefined ? '' : `/${one.rule}`
    return `- [${one.check}${rule}] ${place}${one.message}${one.hint === undefined ? '' : ` (${one.hint})`}`
  })
  if (findings.length > MOST_FINDINGS) shown.push(`- and ${findings.length - MOST_FINDINGS} more of the same kinds`)
  // Findings quote the project, and so whatever stands in it.
  return wrapUntrusted(shown.join('\n'), { label: 'findings' })
}

function filesText(input: ModelWriterInput, maxChars: number): string {
  const files = input.existing ?? new Map<string, string>()
  const findings = input.findings ?? []
  const first = [
    ...new Set([...(input.first ?? []), ...findings.flatMap((one) => (one.file === undefined ? [] : [one.file]))]),
  ]
  const about = [input.prompt, ...findings.map((one) => `${one.message} ${one.hint ?? ''}`)].join('\n')
  const { shown, listed } = chooseFiles({ files, about, first, maxChars })
  const blocks = shown.map((path) => wrapUntrusted(files.get(path)!, { label: path }))
  return [
    '# Files of the project as they are now',
    ...blocks,
    ...(listed.length === 0
      ? []
      : [wrapUntrusted(listed.slice(0, 500).join('\n'), { label: 'other files of the project, contents not shown' })]),
  ].join('\n\n')
}

const TASKS = {
  new: 'Write all your files for this new project.',
  change:
    'The project exists. Change it as the request asks and as the new plan says: edit what changes, add what is new, leave everything else alone, and keep what people wrote by hand. If nothing of yours has to change, answer <none/>.',
  repair:
    'Checks ran on the project and found the faults below. Repair every one that lies in your files, with edits where they suffice. Change nothing else, and do not work around a check. A finding of [behaviour] quotes what was asked, the step that failed and what was seen: make it so that this step works for whoever does it, with the labels that the scenario names. If none of the faults lies in your files, answer <none/>.',
} as const

/** The user message of a writer's first call. `maxChars` bounds the project files that are shown. */
export function writerRequest(input: ModelWriterInput, task: Task, maxChars: number): string {
  const { spec, findings } = input
  const parts = [
    `# Your task\n${TASKS[task.mode]}`,
    `# The request\n${input.prompt}`,
    ...(input.background === undefined || input.background === '' ? [] : [`# Background\n${input.background}`]),
    `# The plan (devora.json)\n${planText(spec)}`,
    ...(spec.mode === 'site' ? [] : [`# Names\n${namesText(spec)}`]),
  ]
  if (task.mode === 'repair') parts.push(`# Findings to repair\n${findingsText(findings ?? [])}`)
  if (input.part !== undefined) parts.push(partText(input.part, maxChars))
  if (task.mode !== 'new' || task.seesFiles === true) parts.push(filesText(input, maxChars))
  if (task.owed.length > 0)
    parts.push(
      `# Files you owe\n${task.owed.map((path) => `- ${path}${path.endsWith('_') ? '<what_changes>.sql' : ''}`).join('\n')}`,
    )
  if ((input.images?.length ?? 0) > 0) parts.push(IMAGES_FOLLOW)
  return parts.join('\n\n')
}
