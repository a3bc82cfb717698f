import { AppError } from '../../core/errors'
import { type SealedFor, UnreadableSecret } from '../../core/cipher'
import type { Ctx } from '../../context'
import type { ModelPort, StoredKey } from '../../integrations/models/port'
import { BUILTIN_MODEL } from './contract'
import { findModelServer } from './settings-store'

/** Which model server somebody's runs use, and who pays for it. */

export type ModelAccess = {
  port: ModelPort
  /** What to ask for: the one that was named, else the person's default, else the installation's; null when none is declared. */
  model: string | null
  /** Whose key or server it is. Only what the installation pays for is charged to a person's credit. */
  payer: 'maker' | 'installation'
}

/** What a stored key is sealed for. With the base URL in it, a row whose address was changed behind our back has no key either. */
export const modelKeyFor = (ownerId: string, baseUrl: string): SealedFor => ({ purpose: 'settings.model-key', ownerId, scope: baseUrl })

/** Somebody's own server; null when they have none. @throws conflict when the stored key cannot be read any more */
export async function ownModelServer(ctx: Ctx, userId: string): Promise<{ port: ModelPort | null; defaultModel: string | null }> {
  const stored = await findModelServer(ctx.db, userId)
  if (stored === null || stored.baseUrl === null) return { port: null, defaultModel: stored?.defaultModel ?? null }
  const { baseUrl, defaultModel } = stored
  const key: StoredKey | null = stored.key === null ? null : { ownerId: userId, baseUrl, apiKey: openKey(ctx, userId, baseUrl, stored.key) }
  return { port: ctx.models.forPerson({ ownerId: userId, baseUrl }, key), defaultModel }
}

function openKey(ctx: Ctx, userId: string, baseUrl: string, sealed: Uint8Array): string {
  try {
    return ctx.cipher.open(sealed, modelKeyFor(userId, baseUrl))
  } catch (error) {
    if (!(error instanceof UnreadableSecret)) throw error
    // Falling back to the installation's server would spend other people's money on what is to be the maker's.
    throw new AppError('conflict', 'Your stored model key cannot be read any more. Enter it again in the settings.')
  }
}

/**
 * The server that a run of `userId` uses: their own if they set one, else the operator's; null when there is neither, or when
 * the built-in makers were chosen. A named model that only the operator's server lists is taken from there.
 * @param model id as `GET /models` shows it; left out: the default
 * @throws conflict when the stored key cannot be read any more · ModelError `refused-address` when local addresses were allowed once
 */
export async function modelAccess(ctx: Ctx, userId: string, model?: string): Promise<ModelAccess | null> {
  const own = await ownModelServer(ctx, userId)
  const wanted = model ?? own.defaultModel
  if (wanted === BUILTIN_MODEL) return null
  const { server } = ctx.models
  const fromServer = server === null ? null : ({ port: server, model: wanted ?? ctx.models.defaultModel, payer: 'installation' } as const)
  if (own.port === null) return fromServer
  const fromOwn = { port: own.port, model: wanted, payer: 'maker' } as const
  if (fromServer === null || wanted === null) return fromOwn
  if (await lists(own.port, wanted)) return fromOwn
  return (await lists(fromServer.port, wanted)) ? fromServer : fromOwn
}

/** How long a server may take to say what it has, when nobody has asked it for six hours. */
export const LIST_MS = 5_000

const lists = async (port: ModelPort, model: string): Promise<boolean> =>
  (await port.listModels(AbortSignal.timeout(LIST_MS)).catch(() => [])).some(({ id }) => id === model)
