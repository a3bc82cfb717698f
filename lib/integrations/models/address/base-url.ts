import { isIP } from 'node:net'
import type { ErrorKey, Told } from '../../../core/told'
import { ModelError } from '../port'
import { AZURE, ROOTS, WEBSITES } from './known-hosts'

/*
 * An address as people paste it, turned into the one that requests begin with. Nothing is asked of any server here; who
 * may be asked at all is judged afterwards (guard-address.ts).
 */

const refuse = (about: ErrorKey | Told): ModelError => new ModelError('refused-address', { about })

/** White space and marks around it, and what a line of an .env file or of a shell has in front. */
function unwrapped(text: string): string {
  return text
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .trim()
    .replace(/^(?:export\s+)?[A-Za-z_ ]*(?:URL|url|BASE|base|endpoint|ENDPOINT)\s*[=:]\s*/, '')
    .replace(/^(?:curl|GET|POST)\s+/, '')
    .replace(/^["'`“”‘’<([]+/, (marks) => (marks.endsWith('[') ? '[' : ''))
    .replace(/(?<!["'`“”‘’>),;.])["'`“”‘’>),;.]+$/, '')
    .trim()
}

/** Names that only mean something at home; http is what is spoken there. */
const isAtHome = (host: string): boolean =>
  isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0 ||
  !host.includes('.') ||
  /\.(localhost|local|lan|home|internal|intranet)$/i.test(host)

function withScheme(text: string): string {
  const slips = text.replace(/^(https?)(?::\/?(?!\/)|\/\/|:\/{3,})/i, '$1://')
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(slips)) return slips
  const host = /^(\[[^\]]*\]|[^/:?#]*)/.exec(slips)?.[1] ?? ''
  return `${isAtHome(host) ? 'http' : 'https'}://${slips.replace(/^\/+/, '')}`
}

/** What names a key: a person's secret has no place in an address, which is shown and kept readable. */
const NAMES_A_KEY = /^(?:(?:api|subscription|access|auth|x)[-_]?)*(?:key|token|secret|sig|signature|password)$/i

/** One endpoint or page at the end of the address. */
const ENDPOINT =
  /\/(?:chat\/completions?(?:\/.*)?|(?:fim\/)?completions?|realtime|files|batches|embeddings|responses|messages|moderations|rerank|audio\/\w+|images\/\w+|models(?:\/.*)?|(?:api-)?docs|redoc|openapi\.json|health|index\.html)$/i
/** Endpoints of Ollama, LM Studio and KoboldCpp that are no part of the protocol, and stand beside its /v1. */
const NATIVE = /\/api(?:\/(?:chat|generate|tags|show|ps|embed|embeddings|version|v0(?:\/.*)?))?$/i
/** Ports of servers whose /api is their own protocol: Ollama, LM Studio, KoboldCpp, Jan. */
const HOME_PORTS = new Set(['11434', '1234', '5001', '1337'])

function pathOf(url: URL): string {
  const plain = url.pathname
    .replaceAll(/\/{2,}/g, '/')
    .replace(/(?:%20)+$/, '')
    .replace(/(?<!\/)\/+$/, '')
  if (AZURE.test(url.hostname) || /\/openai\/deployments\//.test(plain)) return '/openai/v1'
  const root = ROOTS[url.hostname]
  if (root === undefined) {
    if (/\/api\/(?!v0)[^/]+$/.test(plain) && NATIVE.test(plain)) return plain.replace(NATIVE, '/v1')
    if (/\/api\/v0(\/|$)/.test(plain)) return plain.replace(NATIVE, '/v1')
    if (HOME_PORTS.has(url.port) && /^\/api(\/|$)/.test(plain)) return '/v1'
  }
  const path = plain
    .replace(ENDPOINT, '')
    .replace(/(\/v\d+(?:beta)?)\/(?:chat|audio|images)$/i, '$1')
    .replace(/(\/v1)\/v1$/, '$1')
    .replace(/(?<!\/)\/+$/, '')
  if (root === undefined) return path === '' ? '/v1' : path
  // A part of the right path, or the one that other providers have.
  const isGuess = root.startsWith(path) || ['/v1', '/api', '/openai', '/v1beta'].includes(path)
  return isGuess || (url.hostname === 'openrouter.ai' && !path.startsWith('/api/')) ? root : path
}

/**
 * The base URL that is meant: without an endpoint, query or marks around it, with scheme and the protocol's path.
 * @throws ModelError `refused-address` that says which address is meant, or what is wrong; never repeats a secret
 */
export function normaliseBaseUrl(text: string): string {
  const given = withScheme(unwrapped(text))
  if (/\s/.test(given)) throw refuse('model.oneAddress')
  const url = URL.canParse(given) ? new URL(given) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refuse('model.complete')
  if (url.username || url.password) throw refuse('model.userName')
  const meant = WEBSITES[url.hostname.replace(/\.$/, '')]
  if (meant !== undefined) throw refuse({ key: 'model.website', values: { address: meant } })
  if ([...url.searchParams].some(([name, value]) => NAMES_A_KEY.test(name) && value !== ''))
    throw refuse('model.keyInside')
  url.search = ''
  url.hash = ''
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'
  url.pathname = pathOf(url)
  return url.href.replace(/(?<!\/)\/+$/, '')
}

/** Whether the address is one of this machine or of a private network, by its spelling. */
export const isHomeAddress = (baseUrl: string): boolean => URL.canParse(baseUrl) && isAtHome(new URL(baseUrl).hostname)
