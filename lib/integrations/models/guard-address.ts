import { lookup as lookupHost } from 'node:dns/promises'
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net'
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

export type AddressClass = 'public' | 'local' | 'never'

function subnets(...ranges: string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6')
  }
  return list
}

/**
 * https://www.iana.org/assignments/iana-ipv4-special-registry and …-ipv6-special-registry. 198.18/15 is what some VPNs
 * resolve to.
 */
const LOCAL = subnets(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  'fc00::/7',
  '::1/128',
  '::/128',
)

/**
 * Where no model server can be, also on a machine of one's own: link-local and the metadata services of clouds, which
 * answer with credentials (AWS fd00:ec2::254, Alibaba 100.100.100.200), multicast, documentation and reserved ranges,
 * 6to4 and Teredo.
 */
const NEVER = subnets(
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  'fd00:ec2::254/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '64:ff9b:1::/48',
  '3fff::/20',
  '5f00::/16',
)

/** The eight 16-bit groups of an IPv6 address, also of one written with a dotted tail. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const [, head = '', a, b, c, d] = dotted ?? []
  const hex = (high: unknown, low: unknown): string => ((Number(high) << 8) | Number(low)).toString(16)
  const plain = dotted ? `${head}${hex(a, b)}:${hex(c, d)}` : address
  const [left = '', right] = plain.split('::')
  const parse = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const start = parse(left)
  const end = right === undefined ? [] : parse(right)
  return [...start, ...Array<number>(8 - start.length - end.length).fill(0), ...end]
}

/**
 * The IPv4 address inside a mapped (::ffff:0:0/96), compatible (::/96) or NAT64 (64:ff9b::/96) one: that is where it
 * leads.
 */
function embedded(address: string): string | null {
  const groups = groupsOf(address)
  const head = groups.slice(0, 6).join(',')
  const isEmbedding =
    head === '0,0,0,0,0,65535' || head === '100,65435,0,0,0,0' || (head === '0,0,0,0,0,0' && groups[6] !== 0)
  if (!isEmbedding) return null
  return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.')
}

/**
 * What kind of place an IP address (no other spelling) is; something that is no plain address, like one with a zone, is
 * `never`.
 */
export function classifyAddress(address: string): AddressClass {
  const family = isIP(address)
  if (family === 0 || address.includes('%')) return 'never'
  const inner = family === 6 ? embedded(address) : null
  if (inner) return classifyAddress(inner)
  const type = family === 4 ? 'ipv4' : 'ipv6'
  if (NEVER.check(address, type)) return 'never'
  return LOCAL.check(address, type) ? 'local' : 'public'
}

const refuse = (detail: string): ModelError => new ModelError('refused-address', { detail })

/**
 * Throws unless everything behind the name may be connected to; one bad address among good ones is enough to refuse.
 */
export function assertAddresses(addresses: string[], protocol: string, policy: AddressPolicy): void {
  const classes = new Set(addresses.map(classifyAddress))
  if (addresses.length === 0 || classes.has('never'))
    throw refuse('It leads to a network address that no model server has.')
  if (classes.has('local') && !policy.allowLocal)
    throw refuse('It leads into a private network, which is not allowed here.')
  // On the open internet http would hand the key to everybody on the way.
  if (protocol === 'http:' && classes.has('public'))
    throw refuse('Outside of your own network it must begin with https://.')
}

/**
 * Reads a base URL as a person or an environment variable gives it: http(s), no credentials, query or fragment in it,
 * no forbidden IP literal in whatever spelling (the URL parser turns 127.1, 0x7f.1 and 2130706433 into 127.0.0.1). Does
 * not resolve names.
 * @throws ModelError `refused-address`
 */
export function parseBaseUrl(text: string, policy: AddressPolicy): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refuse('It must be a complete address that begins with https://.')
  if (url.username || url.password) throw refuse('It must not contain a user name or a password.')
  if (url.search || url.hash) throw refuse('It must end with the path, without ? and #.')
  if (url.protocol === 'http:' && !policy.allowLocal) throw refuse('It must begin with https://.')
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
  if (!found) throw new ModelError('unreachable', { detail: 'Its name is not known.' })
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
