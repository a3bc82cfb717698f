/*
 * The browser's `Request` and `Response` drop headers that pages may not set or see (cookie, origin, host, set-cookie:
 * https://fetch.spec.whatwg.org/#forbidden-request-header). On a server they are the point; these keep them.
 */

const NativeRequest = globalThis.Request
const NativeResponse = globalThis.Response

/** All headers that were given, and the type of the body when only the browser knows it. */
function freeHeaders(native: Headers, given: HeadersInit | undefined): Headers {
  const headers = new Headers(given)
  const type = native.get('content-type')
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type)
  return headers
}

const own = (target: object, headers: Headers): void => {
  Object.defineProperty(target, 'headers', { value: headers, enumerable: true })
}

class FreeRequest extends NativeRequest {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(input, init)
    own(this, freeHeaders(super.headers, init?.headers ?? (input instanceof NativeRequest ? input.headers : undefined)))
  }
  override clone(): Request {
    return new FreeRequest(super.clone(), { headers: this.headers })
  }
}

class FreeResponse extends NativeResponse {
  constructor(body?: BodyInit | null, init?: ResponseInit) {
    super(body, init)
    own(this, freeHeaders(super.headers, init?.headers))
  }
  static override json(data: unknown, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers)
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    return new FreeResponse(JSON.stringify(data), { status: 200, ...init, headers })
  }
  static override redirect(url: string | URL, status = 302): Response {
    return new FreeResponse(null, { status, headers: { location: String(url) } })
  }
  override clone(): Response {
    const { status, statusText, headers } = this
    return new FreeResponse(super.clone().body, { status, statusText, headers })
  }
}

/** Makes them the classes of this place; before anything that extends them is loaded. */
export function freeWebClasses(): void {
  Object.assign(globalThis, { Request: FreeRequest, Response: FreeResponse })
}
