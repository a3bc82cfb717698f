import { refusal } from '../../../core/errors'
import { type SealedFor, UnreadableSecret } from '../../../core/cipher'
import type { Ctx } from '../../../context'
import type { ModelPort, StoredKey } from '../../../integrations/models/port'
import { BUILTIN_MODEL } from '../constants'
import { findModelServer } from '../settings-store'

/** Which model server somebody's runs use, and who pays for it. */

export type ModelAccess = {
  port: ModelPort
  /**
   * What to ask for: the one that was named, else the person's default, else the installation's, else the only one
   * there is.
   */
  model: string
  /** Whose key or server it is. Only what the installation pays for is charged to a person's credit. */
  payer: 'maker' | 'installation'
}

/**
 * What a stored key is sealed for. With the base URL in it, a row whose address was changed behind our back has no key
 * either.
 */
export const modelKeyFor = (ownerId: string, baseUrl: string): SealedFor => ({
  purpose: 'settings.model-key',
  ownerId,
  scope: baseUrl,
})

/** Somebody's own server; null when they have none. @throws conflict when the stored key cannot be read any more */
export async function ownModelServer(
  ctx: Ctx,
  userId: string,
): Promise<{ port: ModelPort | null; defaultModel: string | null }> {
  const stored = await findModelServer(ctx.db, userId)
  if (stored === null || stored.baseUrl === null) return { port: null, defaultModel: stored?.defaultModel ?? null }
  const { baseUrl, defaultModel } = stored
  const key: StoredKey | null =
    stored.key === null ? null : { ownerId: userId, baseUrl, apiKey: openKey(ctx, userId, baseUrl, stored.key) }
  return { port: ctx.models.forPerson({ ownerId: userId, baseUrl }, key), defaultModel }
}

function openKey(ctx: Ctx, userId: string, baseUrl: string, sealed: Uint8Array): string {
  try {
    return ctx.cipher.open(sealed, modelKeyFor(userId, baseUrl))
  } catch (error) {
    if (!(error instanceof UnreadableSecret)) throw error
    // Falling back to the installation's server would spend other people's money on what is to be the maker's.
    throw refusal('conflict', 'detail.keyUnreadable')
  }
}

/** How long a server may take to say what it has, when nobody has asked it for six hours. */
export const LIST_MS = 5_000

/**
 * The server and model that a run of `userId` uses: their own server if they set one, else the operator's. Null when
 * there is neither, when the built-in makers were chosen, or when nothing says which of several models to take. A named
 * model that only the operator's server lists is taken from there.
 * @param model id as `GET /models` shows it; left out: the default
 * @throws conflict when the stored key cannot be read any more · ModelError `refused-address` for a local address
 * allowed once
 */
export async function modelAccess(ctx: Ctx, userId: string, model?: string): Promise<ModelAccess | null> {
  const own = await ownModelServer(ctx, userId)
  const { server } = ctx.models
  const wanted = model ?? own.defaultModel
  if (wanted === BUILTIN_MODEL) return null
  if (wanted === null) {
    const port = own.port ?? server
    const chosen =
      port === null ? null : ((own.port === null ? ctx.models.defaultModel : null) ?? (await onlyModel(port)))
    return port === null || chosen === null
      ? null
      : { port, model: chosen, payer: own.port === null ? 'installation' : 'maker' }
  }
  const isFromServer =
    own.port === null ||
    (server !== null && !(await idsOf(own.port)).includes(wanted) && (await idsOf(server)).includes(wanted))
  if (!isFromServer) return { port: own.port!, model: wanted, payer: 'maker' }
  return server === null ? null : { port: server, model: wanted, payer: 'installation' }
}

const idsOf = async (port: ModelPort): Promise<string[]> =>
  (await port.listModels(AbortSignal.timeout(LIST_MS)).catch(() => [])).map(({ id }) => id)

/** A server with one model leaves no choice; among several, taking one would spend somebody's money on a guess. */
async function onlyModel(port: ModelPort): Promise<string | null> {
  const ids = await idsOf(port)
  return ids.length === 1 ? ids[0]! : null
}
