import type { Ctx } from '../../context'
import { errorText } from '../../core/error-texts'
import type { ErrorKey, Words } from '../../core/told'
import { invalid } from '../../core/errors'
import { DEFAULT_LOCALE, type Locale } from '../../core/locale'
import type { Principal } from '../../http/principal'
import { isModelError, type ModelPort, type ProbeLine } from '../../integrations/models/port'
import { BUILTIN_MODEL } from './constants'
import type { ModelTest } from './contract'
import { LIST_MS, ownModelServer } from './internal/model-access'

/** All questions together; a server at home may load its model first. */
const TEST_MS = 120_000

/** What each line says when it is well, when it works in another way, and when nobody knows. */
const SENTENCES: Record<
  Exclude<ProbeLine['what'], 'output' | 'context'>,
  Partial<Record<ProbeLine['state'], ErrorKey>>
> = {
  reached: { yes: 'probe.reachedYes', unknown: 'probe.reachedUnknown' },
  key: { yes: 'probe.keyYes', unknown: 'probe.keyUnknown' },
  model: { yes: 'probe.modelYes', unknown: 'probe.modelUnknown' },
  answers: { yes: 'probe.answersYes', unknown: 'probe.answersUnknown' },
  system: { yes: 'probe.systemYes', other: 'probe.systemOther' },
  stream: { yes: 'probe.streamYes', other: 'probe.streamOther' },
  json: { yes: 'probe.jsonYes', other: 'probe.jsonOther', no: 'probe.jsonNo' },
  images: { yes: 'probe.imagesYes', no: 'probe.imagesNo' },
}

function sentenceOf({ what, state, told, tokens }: ProbeLine, locale: Locale): Words {
  if (what !== 'output' && what !== 'context') return told ?? { key: SENTENCES[what][state] ?? 'probe.notTried' }
  if (tokens === undefined) return { key: 'probe.notTried' }
  return {
    key: `probe.${what}${state === 'yes' ? 'Yes' : 'Unknown'}`,
    values: { tokens: tokens.toLocaleString(locale) },
  }
}

/** The named model, the default one, or the only one of the server. */
async function modelToTest(port: ModelPort, wanted: string | null): Promise<string | null> {
  if (wanted !== null && wanted !== BUILTIN_MODEL) return wanted
  const models = await port.listModels(AbortSignal.timeout(LIST_MS))
  return models.length === 1 ? models[0]!.id : null
}

/**
 * Asks the caller's own server a few tiny questions, on their key, and keeps what they teach for their runs. A wrong
 * address or key is a result, not an error.
 * @param locale what the sentences are told in
 * @throws invalid_input no server is set · conflict the stored key cannot be read any more
 */
export async function testModel(
  ctx: Ctx,
  who: Principal,
  input: { model?: string | undefined },
  locale: Locale = DEFAULT_LOCALE,
): Promise<ModelTest> {
  const own = await ownModelServer(ctx, who.userId)
  if (own.port === null) throw invalid('model', 'reason.saveServer')
  const { port } = own
  let model: string | null = null
  try {
    model = await modelToTest(port, input.model ?? own.defaultModel)
    if (model === null) {
      const text = errorText(locale, { key: 'probe.choose' })
      return { model, lines: [{ what: 'reached', state: 'yes', text }] }
    }
    const lines = await port.probe(model, AbortSignal.timeout(TEST_MS))
    const textOf = (line: ProbeLine): string => errorText(locale, sentenceOf(line, locale))
    return { model, lines: lines.map((line) => ({ what: line.what, state: line.state, text: textOf(line) })) }
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError'
    const told: Words | null = isTimeout ? { key: 'probe.slow' } : isModelError(error) ? error.told : null
    if (told === null) throw error
    const text = errorText(locale, told)
    return { model, lines: [{ what: 'reached', state: 'no', text }] }
  }
}
