import type { Ctx } from '../../context'
import { errorText } from '../../core/error-texts'
import type { Words } from '../../core/told'
import { AppError } from '../../core/errors'
import { DEFAULT_LOCALE, type Locale } from '../../core/locale'
import type { Principal } from '../../http/principal'
import { isModelError, type ModelInfo, type ModelPort } from '../../integrations/models/port'
import { BUILTIN_MODEL } from './constants'
import type { ModelChoice, ModelList } from './contract'
import { LIST_MS, modelAccess, ownModelServer } from './internal/model-access'

const BUILTIN: ModelChoice = {
  id: BUILTIN_MODEL,
  name: 'Built-in',
  source: 'builtin',
  provider: null,
  contextTokens: null,
  maxOutputTokens: null,
  price: { inputMicrosPerMillion: 0, outputMicrosPerMillion: 0 },
  vision: false,
  structured: true,
  known: true,
}

type Source = 'own' | 'server'
type Answer = { models: ModelChoice[]; unavailable: ModelList['unavailable'] }

/**
 * The models that the caller's runs can use: the built-in generators, those of their own server, those of the
 * installation. A model that both serve is their own. A server that is down costs its models, not the
 * answer. Servers are asked every six hours.
 */
export async function listModels(ctx: Ctx, who: Principal, locale: Locale = DEFAULT_LOCALE): Promise<ModelList> {
  const own = await ownModelServer(ctx, who.userId).catch((error: unknown) => unavailable('own', error, locale))
  const [owned, served] = await Promise.all([
    'models' in own ? own : ask('own', own.port, locale),
    ask('server', ctx.models.server, locale),
  ])
  const taken = new Set(owned.models.map(({ id }) => id))
  const access = 'models' in own ? null : await modelAccess(ctx, who.userId)
  return {
    items: [BUILTIN, ...owned.models, ...served.models.filter(({ id }) => !taken.has(id))],
    nextCursor: null,
    defaultModel: access?.model ?? BUILTIN_MODEL,
    unavailable: [...owned.unavailable, ...served.unavailable],
  }
}

async function ask(source: Source, port: ModelPort | null, locale: Locale): Promise<Answer> {
  if (port === null) return { models: [], unavailable: [] }
  try {
    const models = await port.listModels(AbortSignal.timeout(LIST_MS))
    if (models.length === 0)
      return {
        models: [],
        unavailable: [{ source, detail: errorText(locale, { key: 'model.noModels' }) }],
      }
    return { models: models.map((info) => toChoice(source, info)), unavailable: [] }
  } catch (error) {
    return unavailable(source, error, locale)
  }
}

function unavailable(source: Source, error: unknown, locale: Locale): Answer {
  const told = toldBy(error)
  if (told === undefined) throw error
  return { models: [], unavailable: [{ source, detail: errorText(locale, told) }] }
}

/** What there is to say of a failure; undefined for a fault of ours. */
function toldBy(error: unknown): Words | undefined {
  if (error instanceof DOMException && error.name === 'TimeoutError') return { key: 'model.timeout' }
  if (isModelError(error)) return error.told
  return error instanceof AppError ? error.details.told : undefined
}

const toChoice = (source: Source, info: ModelInfo): ModelChoice => ({ ...info, source })
