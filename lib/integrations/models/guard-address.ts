import { lookup as lookupHost } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { classifyAddress } from '../../core/addresses'
import type { ErrorKey } from '../../core/told'
import { ModelError } from './port'

/*
 * Which addresses a model server may have. A base URL comes from a person, and this server sits inside a network that
 * the person does not: unchecked, it would fetch whatever is in there on their behalf. So every address is judged after
 * it was resolved, in the `lookup` of the very connection that is then made to it; a name that answers differently the
 * second time gains nothing.
 */

/**
 * `allowLocal` permits private and loopback addresses, and http towards them: ALLOW_LOCAL_MODELS, or an address of the
 * operator's.
 */
export type AddressPolicy = { allowLocal: boolean }

export type ResolvedAddress = { address: string; family: number }
/** All addresses of a name. Tests bring their own; everybody else the operating system's. */
export type ResolveHost = (hostname: string) => Promise<ResolvedAddress[]>

const refuse = (about: ErrorKey): ModelError => new ModelError('refused-address', { about })

/**
 * Throws unless everything behind the name may be connected to; one bad address among good ones is enough to refuse.
 */
export function assertAddresses(addresses: string[], protocol: string, policy: AddressPolicy): void {
  const classes = new Set(addresses.map(classifyAddress))
  if (addresses.length === 0 || classes.has('never')) throw refuse('model.noAddress')
  if (classes.has('local') && !policy.allowLocal) throw refuse('model.privateNetwork')
  // On the open internet http would hand the key to everybody on the way.
  if (protocol === 'http:' && classes.has('public')) throw refuse('model.httpsOutside')
}

/**
 * Reads a base URL as a person or an environment variable gives it: http(s), no credentials, query or fragment in it,
 * no forbidden IP literal in whatever spelling (the URL parser turns 127.1, 0x7f.1 and 2130706433 into 127.0.0.1). Does
 * not resolve names.
 * @throws ModelError `refused-address`
 */
export function parseBaseUrl(text: string, policy: AddressPolicy): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refuse('model.complete')
  if (url.username || url.password) throw refuse('model.userName')
  if (url.search || url.hash) throw refuse('model.pathOnly')
  if (url.protocol === 'http:' && !policy.allowLocal) throw refuse('model.https')
  const literal = literalOf(url)
  if (literal) assertAddresses([literal], url.protocol, policy)
  url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

/** The IP address that stands in the URL itself; null for a name. */
export function literalOf(url: URL): string | null {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(host) ? host : null
}

const resolveWithSystem: ResolveHost = (hostname) => lookupHost(hostname, { all: true })

/**
 * Resolves and judges at once, to tell a person while they type; the connection itself is judged again when it is made.
 */
export async function checkBaseUrl(
  text: string,
  policy: AddressPolicy,
  resolveHost: ResolveHost = resolveWithSystem,
): Promise<URL> {
  const url = parseBaseUrl(text, policy)
  if (literalOf(url)) return url
  const found = await resolveHost(url.hostname).catch(() => null)
  if (!found) throw new ModelError('unreachable', { about: 'model.unknownName' })
  assertAddresses(
    found.map(({ address }) => address),
    url.protocol,
    policy,
  )
  return url
}

/**
 * The `lookup` of a connection: one resolution, judged, and handed to the socket as it is. It is not asked for IP
 * literals (https://nodejs.org/api/net.html#socketconnectoptions-connectlistener), which is why `parseBaseUrl` judges
 * those.
 */
export function guardedLookup(
  protocol: string,
  policy: AddressPolicy,
  resolveHost: ResolveHost = resolveWithSystem,
): LookupFunction {
  return (hostname, options, answer) => {
    const judge = async (): Promise<ResolvedAddress[]> => {
      const found = await resolveHost(hostname)
      assertAddresses(
        found.map(({ address }) => address),
        protocol,
        policy,
      )
      return found
    }
    judge().then(
      (found) => (options.all ? answer(null, found) : answer(null, found[0]!.address, found[0]!.family)),
      (error: NodeJS.ErrnoException) => answer(error, '', 0),
    )
  }
}
