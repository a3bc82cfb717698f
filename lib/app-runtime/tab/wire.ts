/*
 * Requests and answers as plain data. They cross from page to frame to workers with every header they have, which the
 * browser's own classes do not keep.
 */

export type Lines = [name: string, value: string][]
export type WireRequest = { method: string; url: string; headers: Lines; body: ArrayBuffer | null }
export type WireResponse = { status: number; headers: Lines; body: ArrayBuffer | null }

/** Answers to these statuses have no body (RFC 9110). */
const WITHOUT_BODY = new Set([101, 204, 205, 304])
const mayHaveBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD'

export const headerOf = (headers: Lines, name: string): string | null =>
  headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? null

export async function packRequest(request: Request): Promise<WireRequest> {
  const { method, url, headers } = request
  const body = mayHaveBody(method) ? await request.arrayBuffer() : null
  return { method, url, headers: [...headers], body: body === null || body.byteLength === 0 ? null : body }
}

export const unpackRequest = ({ method, url, headers, body }: WireRequest): Request =>
  new Request(url, { method, headers, body: mayHaveBody(method) ? body : null })

export async function packResponse(response: Response): Promise<WireResponse> {
  const body = await response.arrayBuffer()
  return { status: response.status, headers: [...response.headers], body: body.byteLength === 0 ? null : body }
}

export const unpackResponse = ({ status, headers, body }: WireResponse): Response =>
  new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers })
