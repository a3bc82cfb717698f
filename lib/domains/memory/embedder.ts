import type { Ctx } from '../../context'
import type { ModelPort } from '../../integrations/models/port'
import { ownModelServer } from '../accounts/internal/model-access'

/** Turns texts into vectors; `model` names the space they live in, because vectors of two models cannot be compared. */
export type Embedder = { model: string; embed(texts: string[]): Promise<number[][]> }

/** A search waits this long for vectors, then goes by words. */
const EMBED_MS = 3_000
/** A server without embeddings is not asked again at once. */
const PAUSE_MS = 10 * 60_000
const refusedUntil = new WeakMap<ModelPort, number>()

const EMBEDDING_MODELS = {
  openai: 'text-embedding-3-small',
  openrouter: 'openai/text-embedding-3-small',
  compatible: 'text-embedding-3-small',
  ollama: 'nomic-embed-text',
}

type EmbedderOptions = {
  signal?: AbortSignal
  /** Null: what is usual for the server. */
  model?: string | null
  /** Whose server it is that `port` asks, when `port` is made anew for each run: a refusal holds for all of them. */
  server?: ModelPort
}

/** Embeddings over a port: a metered one in a run, so that they are counted like every other call. */
export function embedderOf(port: ModelPort, options: EmbedderOptions = {}): Embedder {
  const server = options.server ?? port
  const model = options.model ?? EMBEDDING_MODELS[port.describeModel(EMBEDDING_MODELS.compatible).provider]
  return {
    model,
    async embed(texts) {
      const paused = refusedUntil.get(server)
      if (paused !== undefined && performance.now() < paused) throw new Error('this server has just refused embeddings')
      const signal = AbortSignal.any([
        AbortSignal.timeout(EMBED_MS),
        ...(options.signal === undefined ? [] : [options.signal]),
      ])
      try {
        return (await port.embed({ model, texts, signal })).vectors
      } catch (error) {
        if (!options.signal?.aborted) refusedUntil.set(server, performance.now() + PAUSE_MS)
        throw error
      }
    },
  }
}

/**
 * For searches outside of a run: only the person's own server, because nobody meters what is asked of the
 * installation's there.
 */
export async function ownEmbedder(ctx: Ctx, userId: string): Promise<Embedder | null> {
  const own = await ownModelServer(ctx, userId).catch(() => null)
  return own === null || own.port === null ? null : embedderOf(own.port)
}
