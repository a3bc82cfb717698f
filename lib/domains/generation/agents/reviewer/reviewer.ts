import { z } from 'zod'
import { sha256 } from '../../../../core/crypto'
import { estimateTokens } from '../../../../integrations/models/port'
import { finding } from '../../../evidence/check'
import type { Finding } from '../../../evidence/contract'
import type { AppSpec } from '../../../spec/contract'
import { REVIEWER } from './instructions'
import { askObject } from '../architect/model-architect'
import { chooseFiles } from '../../writing/choose-files'
import { planText } from '../../writing/writer-request'
import { inputChars, type ModelUse, outputLimit } from '../../metering/model-call'
import { among, isObject, objects, text as textOf, tolerant } from '../../answers/read-answer'
import { clip } from '../../answers/clip'
import { UNTRUSTED_RULE, wrapUntrusted } from '../../answers/untrusted'

export const REVIEW_RULES = [
  'missing-feature',
  'wrong-behaviour',
  'security',
  'accessibility',
  'dead-end',
  'wrong-text',
] as const

const StrictReview = z.strictObject({
  verdict: z.enum(['approve', 'iterate']),
  findings: z.array(
    z.strictObject({
      file: z.string(),
      rule: z.enum(REVIEW_RULES),
      severity: z.enum(['error', 'warning']),
      /** A line of the file as it stands there. */
      quote: z.string(),
      message: z.string(),
    }),
  ),
})
type ReviewAnswer = z.infer<typeof StrictReview>

function repairReview(value: unknown): unknown {
  if (!isObject(value) || !(Array.isArray(value.findings) || value.verdict === 'approve')) return value
  const findings = objects(value.findings).flatMap((raw) => {
    const [file, message] = [textOf(raw.file), textOf(raw.message)]
    if (file === null || message === null) return []
    const rule = among(REVIEW_RULES, raw.rule, {}, 'wrong-behaviour')
    return [
      {
        file: file.replace(/^(?:\.?\/)+/, ''),
        rule,
        severity: among(['error', 'warning'] as const, raw.severity, {}, 'warning'),
        quote: textOf(raw.quote) ?? '',
        message,
      },
    ]
  })
  return {
    verdict: among(['approve', 'iterate'] as const, value.verdict, {}, findings.length > 0 ? 'iterate' : 'approve'),
    findings,
  }
}
const ReviewAnswer = tolerant<ReviewAnswer>(StrictReview, repairReview)

export type ReviewInput = {
  prompt: string
  spec: AppSpec
  /** The text files that are reviewed. */
  files: ReadonlyMap<string, string>
  /** What the evidence checks found. */
  evidence: readonly Finding[]
  signal: AbortSignal
}
/** `findings` are the model's own; the evidence is not repeated in them. */
export type Review = { verdict: 'approve' | 'iterate'; findings: Finding[] }

const MOST_FINDINGS = 8
const MOST_OUTPUT = 4_000

function findingOf(answer: ReviewAnswer['findings'][number], files: ReadonlyMap<string, string>): Finding | null {
  const text = files.get(answer.file)
  const message = clip(answer.message, 500)
  if (text === undefined || message === '') return null
  const quote = answer.quote.trim()
  const at = quote === '' ? -1 : text.indexOf(quote.split('\n', 1)[0]!.trim())
  const made = finding({
    check: 'review',
    rule: answer.rule,
    severity: answer.severity,
    file: answer.file,
    message,
    ...(at >= 0 && { line: text.slice(0, at).split('\n').length }),
  })
  // A model says the same in other words each time: the place and the rule make it the same finding.
  return { ...made, fingerprint: sha256(`review\n${answer.rule}\n${answer.file}`).slice(0, 16) }
}

/**
 * The model reviewer: sees the evidence first and the files that matter, and says what no check can see. Whatever it
 * says, the evidence decides as well: with an error among `evidence` the verdict is `iterate`, and `approve` needs no
 * model's error.
 * @throws GeneratorFailed when the model fails for good: the evidence alone decides then
 */
export async function reviewFilesByModel(input: ReviewInput, use: ModelUse): Promise<Review> {
  const { prompt, spec, files, evidence } = input
  const instructions = `${REVIEWER}\n\n${UNTRUSTED_RULE}`
  const errors = evidence.filter((one) => one.severity === 'error').slice(0, 40)
  const known = errors
    .map((one) => `- [${one.check}${one.rule === undefined ? '' : `/${one.rule}`}] ${one.file ?? ''} ${one.message}`)
    .join('\n')
  const head = [
    `# The request\n${prompt}`,
    `# The plan\n${planText(spec)}`,
    `# What the checks found\n${known === '' ? 'Nothing: all passed.' : wrapUntrusted(known, { label: 'findings' })}`,
  ].join('\n\n')
  const room = inputChars(use, estimateTokens(instructions + head), outputLimit(use, MOST_OUTPUT))
  const pages = spec.pages
    .map((page) => (page.path === '/' ? 'app/page.tsx' : `app${page.path}/page.tsx`))
    .filter((path) => files.has(path))
  const { shown, listed } = chooseFiles({ files, about: prompt, first: pages, maxChars: room })
  const text = [
    head,
    '# Files',
    ...shown.map((path) => wrapUntrusted(files.get(path)!, { label: path })),
    ...(listed.length > 0 ? [wrapUntrusted(listed.slice(0, 300).join('\n'), { label: 'other files, not shown' })] : []),
  ].join('\n\n')
  const answer = await askObject(use, {
    instructions,
    text,
    schema: ReviewAnswer,
    maxOutput: MOST_OUTPUT,
    signal: input.signal,
  })
  const seen = new Set(shown)
  const found = new Map<string, Finding>()
  for (const raw of answer.findings) {
    // What it was not shown it cannot judge.
    const one = seen.has(raw.file) ? findingOf(raw, files) : null
    if (one !== null && found.size < MOST_FINDINGS && !found.has(one.fingerprint)) found.set(one.fingerprint, one)
  }
  const findings = [...found.values()]
  const hasErrors = errors.length > 0 || findings.some((one) => one.severity === 'error')
  return { verdict: hasErrors ? 'iterate' : 'approve', findings }
}
