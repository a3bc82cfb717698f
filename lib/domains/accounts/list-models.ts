import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { isModelError, type ModelInfo, type ModelPort } from '../../integrations/models/port'
import { BUILTIN_MODEL, type ModelChoice, type ModelList } from './contract'
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
 * The models that the caller's runs can use: the built-in makers, those of their own server, those of the installation.
 * A model that both serve is their own. A server that is down costs its models, not the answer. Servers are asked every
 * six hours.
 */
export async function listModels(ctx: Ctx, who: Principal): Promise<ModelList> {
  const own = await ownModelServer(ctx, who.userId).catch((error: unknown) => unavailable('own', error))
  const [owned, served] = await Promise.all([
    'models' in own ? own : ask('own', own.port),
    ask('server', ctx.models.server),
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

async function ask(source: Source, port: ModelPort | null): Promise<Answer> {
  if (port === null) return { models: [], unavailable: [] }
  try {
    const models = await port.listModels(AbortSignal.timeout(LIST_MS))
    if (models.length === 0)
      return {
        models: [],
        unavailable: [{ source, detail: 'The model server answers, but offers no model: load one there.' }],
      }
    return { models: models.map((info) => toChoice(source, info)), unavailable: [] }
  } catch (error) {
    return unavailable(source, error)
  }
}

function unavailable(source: Source, error: unknown): Answer {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError'
  const isTold = isModelError(error) || (error instanceof Error && error.name === 'AppError')
  if (!isTimeout && !isTold) throw error
  return {
    models: [],
    unavailable: [{ source, detail: isTold ? error.message : 'The model server did not answer in time.' }],
  }
}

const toChoice = (source: Source, info: ModelInfo): ModelChoice => ({ ...info, source })
