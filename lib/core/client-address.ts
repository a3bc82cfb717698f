/**
 * Who is at the other end. Each proxy appends the address it was called from to `X-Forwarded-For`, so the last
 * `trustedProxies` entries were written by machines we trust and the one before them is the caller; everything further
 * left the caller may have made up
 * (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For#selecting_an_ip_address).
 * @param socketAddress the peer of the connection
 * @param trustedProxies how many proxies of ours stand in front; 0: the peer is the caller
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustedProxies: number,
): string {
  const peer = (socketAddress ?? 'unknown').replace(/^::ffff:/, '')
  if (trustedProxies === 0) return peer
  const chain = (Array.isArray(forwardedFor) ? forwardedFor.join(',') : (forwardedFor ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return chain.at(-trustedProxies) ?? chain[0] ?? peer
}
