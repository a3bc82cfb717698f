import ipaddr from 'ipaddr.js'

/**
 * What is known here about network addresses, in one place: which are public, and which belong to one holder. The
 * ranges are those of ipaddr.js, which follows the registries of IANA.
 */

/** `local`: one's own machine or network. `never`: nothing that anybody should be sent to. */
export type AddressClass = 'public' | 'local' | 'never'

/** Ranges of one's own machine and network; 198.18/15 is what some VPNs resolve to. */
const LOCAL_RANGES = new Set(['private', 'loopback', 'carrierGradeNat', 'unspecified', 'uniqueLocal'])
const VPN = ipaddr.IPv4.parseCIDR('198.18.0.0/15')
/** Services that hand out credentials to whoever runs in the cloud, outside of link-local: Alibaba, Azure, AWS, GCP. */
const METADATA = new Set(['100.100.100.200', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254'])

type Carried = { inner: ipaddr.IPv4; isRouted: boolean }

const ipv4At = (bytes: number[], at: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(at, at + 4))

/**
 * The IPv4 address that an IPv6 one carries, which is where it leads. `isRouted`: a plain connection to it arrives
 * there (mapped, compatible, NAT64), so that the inner address alone decides. The others are tunnels and translations
 * that no server of ours is reached by: 6to4, Teredo, ::ffff:0:0:0/96, the NAT64 prefix of local use, ISATAP.
 */
function carried(address: ipaddr.IPv6): Carried | null {
  const bytes = address.toByteArray()
  const range = address.range()
  if (range === 'ipv4Mapped') return { inner: address.toIPv4Address(), isRouted: true }
  if (range === 'rfc6052') return { inner: ipv4At(bytes, 12), isRouted: bytes[5] === 0 }
  if (range === 'rfc6145') return { inner: ipv4At(bytes, 12), isRouted: false }
  if (range === '6to4') return { inner: ipv4At(bytes, 2), isRouted: false }
  if (range === 'teredo')
    return {
      inner: ipv4At(
        bytes.map((byte) => byte ^ 255),
        12,
      ),
      isRouted: false,
    }
  const isCompatible = range === 'unicast' && bytes.slice(0, 12).every((byte) => byte === 0)
  if (isCompatible) return { inner: ipv4At(bytes, 12), isRouted: true }
  const isIsatap = (bytes[8]! & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe
  return isIsatap ? { inner: ipv4At(bytes, 12), isRouted: false } : null
}

function classify(address: ipaddr.IPv4 | ipaddr.IPv6): AddressClass {
  if (METADATA.has(address.toString())) return 'never'
  if (address instanceof ipaddr.IPv6) {
    const found = carried(address)
    if (found !== null) return found.isRouted ? classify(found.inner) : 'never'
  } else if (address.match(VPN)) return 'local'
  const range = address.range()
  if (range === 'unicast') return 'public'
  return LOCAL_RANGES.has(range) ? 'local' : 'never'
}

/** An address in its one common spelling: four numbers, or IPv6 without a zone. Null for anything else. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (text.includes('%')) return null
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null
}

/** What kind of place an IP address is; `never` for what is none, such as one with a zone or in another spelling. */
export function classifyAddress(text: string): AddressClass {
  const address = parse(text)
  return address === null ? 'never' : classify(address)
}

/**
 * Who is counted for an address: itself for IPv4, its /64 for IPv6, because that is the least a provider gives to one
 * customer (RFC 6177), and somebody with 2^64 addresses must not count as as many people. Other text as it is.
 */
export function holderOf(text: string): string {
  const address = parse(text)
  if (address === null) return text
  if (address instanceof ipaddr.IPv4) return address.toString()
  if (address.range() === 'ipv4Mapped') return address.toIPv4Address().toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`
}
