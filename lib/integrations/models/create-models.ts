import { createHash } from 'node:crypto'
import type { ModelsEnv } from '../../core/env'
import { isHomeAddress, normaliseBaseUrl } from './address/base-url'
import { connectionFor, providerOf } from './connection'
import { checkBaseUrl, parseBaseUrl } from './guard-address'
import { createOpenAiCompatible, type OpenAiCompatibleOptions } from './openai-compatible'
import {
  isModelError,
  type ModelConnection,
  ModelError,
  type ModelInfo,
  type ModelPort,
  type ModelProvider,
  type Models,
} from './port'

/** The operator's servers from the environment, and people's own, behind one interface. */

type Served = { provider: ModelProvider; port: ModelPort; listed: Set<string> }
export type ModelsOptions = Omit<OpenAiCompatibleOptions, 'policy' | 'contextLimit'>

const OPENAI = 'https://api.openai.com/v1'
const OPENROUTER = 'https://openrouter.ai/api/v1'
/** The operator's own addresses need no permission; metadata services stay forbidden all the same. */
const OPERATOR = { allowLocal: true }
/** Ports of people that are kept; the one not used for longest goes first. */
const MOST_PORTS = 200

/** As the operator wrote it; a complaint names the variable. */
function addressOf(variable: string, text: string): URL {
  try {
    return parseBaseUrl(normaliseBaseUrl(text), OPERATOR)
  } catch (error) {
    throw isModelError(error)
      ? new ModelError(error.kind, {
          about: [{ key: 'model.code', values: { code: variable } }, ...error.about],
        })
      : error
  }
}

/**
 * The servers that the environment names, in the order in which they are asked for a model that several have.
 * @throws ModelError `refused-address` that names the variable
 */
export function connectionsOf(env: ModelsEnv): ModelConnection[] {
  const at = (variable: string, text: string, apiKey: string | undefined, family?: ModelProvider): ModelConnection => {
    const url = addressOf(variable, text)
    return { baseUrl: url.href.replace(/\/+$/, ''), apiKey: apiKey ?? null, provider: family ?? providerOf(url) }
  }
  return [
    ...(env.OPENAI_API_KEY || env.OPENAI_BASE_URL
      ? [at('OPENAI_BASE_URL', env.OPENAI_BASE_URL ?? OPENAI, env.OPENAI_API_KEY)]
      : []),
    ...(env.OPENROUTER_API_KEY ? [at('OPENROUTER_API_KEY', OPENROUTER, env.OPENROUTER_API_KEY)] : []),
    ...(env.OLLAMA_BASE_URL ? [at('OLLAMA_BASE_URL', env.OLLAMA_BASE_URL, undefined, 'ollama')] : []),
  ]
}

/** Several servers as one: a model goes to the server that lists it, or else to the one whose names look like it. */
export function combinePorts(ports: { provider: ModelProvider; port: ModelPort }[]): ModelPort {
  const served: Served[] = ports.map((each) => ({ ...each, listed: new Set() }))
  const looksLike = (id: string): ModelProvider =>
    id.includes('/') ? 'openrouter' : id.includes(':') ? 'ollama' : 'openai'
  const portFor = (id: string): ModelPort => {
    const found =
      served.find(({ listed }) => listed.has(id)) ??
      served.find(({ port }) => port.describeModel(id).known) ??
      served.find(({ provider }) => provider === looksLike(id)) ??
      served[0]!
    return found.port
  }
  const list = async (each: Served, signal?: AbortSignal): Promise<ModelInfo[]> => {
    const models = await each.port.listModels(signal)
    each.listed = new Set(models.map(({ id }) => id))
    return models
  }
  return {
    streamText: (request) => portFor(request.model).streamText(request),
    generateObject: (request, schema) => portFor(request.model).generateObject(request, schema),
    embed: (request) => portFor(request.model).embed(request),
    transcribe: (request) => portFor(request.model).transcribe(request),
    describeModel: (id) => portFor(id).describeModel(id),
    recall: (id) => portFor(id).recall(id),
    probe: (model, signal) => portFor(model).probe(model, signal),
    async listModels(signal) {
      const answers = await Promise.allSettled(served.map((each) => list(each, signal)))
      const models = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
      const failed = answers.find((answer) => answer.status === 'rejected')
      // One server that is down must not hide the others; when all are, their reason counts.
      if (failed && answers.every((answer) => answer.status === 'rejected')) throw failed.reason
      const first = new Map<string, ModelInfo>()
      for (const info of models) if (!first.has(info.id)) first.set(info.id, info)
      return [...first.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
    },
  }
}

/** @throws ModelError `refused-address` for a base URL in the environment that cannot be right */
export function createModels(env: ModelsEnv, options: ModelsOptions = {}): Models {
  const people = { allowLocal: env.ALLOW_LOCAL_MODELS }
  const limitOf = (provider: ModelProvider): Pick<OpenAiCompatibleOptions, 'contextLimit'> =>
    provider === 'ollama' ? { contextLimit: env.OLLAMA_CONTEXT_LENGTH } : {}
  const open = (connection: ModelConnection, policy: { allowLocal: boolean }): ModelPort =>
    createOpenAiCompatible(connection, { ...options, ...limitOf(connection.provider), policy })

  const own = connectionsOf(env).map((connection) => ({
    provider: connection.provider,
    port: open(connection, OPERATOR),
  }))
  const opened = new Map<string, ModelPort>()
  return {
    server: own.length === 0 ? null : combinePorts(own),
    defaultModel: env.DEFAULT_MODEL ?? null,
    embeddingModel: env.EMBEDDING_MODEL ?? null,
    forPerson(use, key) {
      const connection = connectionFor(use, key, people)
      const name = createHash('sha256')
        .update(JSON.stringify([use.ownerId, connection.baseUrl, connection.apiKey]))
        .digest('base64')
      const port = opened.get(name) ?? open(connection, people)
      opened.delete(name)
      opened.set(name, port)
      const [oldest] = opened.keys()
      if (opened.size > MOST_PORTS && oldest) opened.delete(oldest)
      return port
    },
    async checkBaseUrl(baseUrl) {
      const meant = normaliseBaseUrl(baseUrl)
      if (!people.allowLocal && isHomeAddress(meant)) throw new ModelError('refused-address', { about: 'model.home' })
      return (await checkBaseUrl(meant, people, options.resolveHost)).href.replace(/\/+$/, '')
    },
  }
}
