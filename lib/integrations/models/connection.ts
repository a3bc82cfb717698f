import { normaliseBaseUrl } from './address/base-url'
import { type AddressPolicy, parseBaseUrl } from './guard-address'
import { type ModelConnection, ModelError, type ModelProvider, type StoredKey } from './port'

/** Which server gets which key. */

const HOSTS: Record<string, ModelProvider> = { 'api.openai.com': 'openai', 'openrouter.ai': 'openrouter' }
const OLLAMA_PORT = '11434'

/** The family of a server, from its address: the two by name, Ollama by its port. */
export function providerOf(url: URL): ModelProvider {
  return HOSTS[url.hostname] ?? (url.port === OLLAMA_PORT ? 'ollama' : 'compatible')
}

/**
 * A person's connection. A key goes with one owner and one origin: whoever changes the base URL has to enter the key
 * again, or changing it would be a way of reading it (https://cwe.mitre.org/data/definitions/522.html).
 * @throws ModelError `refused-address`; `unauthorized` for a key of somebody else or of another server
 */
export function connectionFor(
  use: { ownerId: string; baseUrl: string },
  key: StoredKey | null,
  policy: AddressPolicy,
): ModelConnection {
  // Also an address that was stored before its form was looked at.
  const url = parseBaseUrl(normaliseBaseUrl(use.baseUrl), policy)
  if (key) {
    if (key.ownerId !== use.ownerId) throw new ModelError('unauthorized', { about: 'model.foreignKey' })
    const isSame = URL.canParse(key.baseUrl) && new URL(key.baseUrl).origin === url.origin
    if (!isSame) throw new ModelError('unauthorized', { about: 'model.otherAddress' })
  }
  return { baseUrl: url.href.replace(/\/+$/, ''), apiKey: key?.apiKey ?? null, provider: providerOf(url) }
}
