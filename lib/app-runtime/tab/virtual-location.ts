import type { Navigation, Step } from './page-link.ts'

/*
 * A document of the preview has no address of its own: it stands in a frame that was written. The application sees
 * this instead: every `location` of its scripts is replaced by it when they are built (`builder/universe.ts`).
 */

export type Moves = {
  step(step: Step): void
  go(distance: number): void
  navigate(to: Pick<Navigation, 'url' | 'isReplacing'>): void
  reload(): void
}

export class VirtualLocation {
  #url: URL
  readonly #moves: Moves
  readonly #onHash: (url: URL) => void

  constructor(url: string, moves: Moves, onHash: (url: URL) => void) {
    this.#url = new URL(url)
    this.#moves = moves
    this.#onHash = onHash
  }
  get href(): string {
    return this.#url.href
  }
  set href(value: string) {
    this.assign(value)
  }
  get origin(): string {
    return this.#url.origin
  }
  get protocol(): string {
    return this.#url.protocol
  }
  get host(): string {
    return this.#url.host
  }
  get hostname(): string {
    return this.#url.hostname
  }
  get port(): string {
    return this.#url.port
  }
  get pathname(): string {
    return this.#url.pathname
  }
  set pathname(value: string) {
    this.#change('pathname', value)
  }
  get search(): string {
    return this.#url.search
  }
  set search(value: string) {
    this.#change('search', value)
  }
  get hash(): string {
    return this.#url.hash
  }
  set hash(value: string) {
    this.#change('hash', value)
  }
  #change(part: 'pathname' | 'search' | 'hash', value: string): void {
    const next = new URL(this.#url)
    next[part] = value
    this.assign(next.href)
  }
  assign(to: string | URL): void {
    this.#open(to, false)
  }
  replace(to: string | URL): void {
    this.#open(to, true)
  }
  reload(): void {
    this.#moves.reload()
  }
  toString(): string {
    return this.href
  }
  /** Without a new document. */
  moveTo(url: string): void {
    this.#url = new URL(url)
  }
  #open(to: string | URL, isReplacing: boolean): void {
    const next = new URL(to, this.#url)
    if (next.hash === '' || withoutHash(next) !== withoutHash(this.#url))
      return this.#moves.navigate({ url: next.href, isReplacing })
    this.#moves.step({ kind: isReplacing ? 'replace' : 'push', url: next.href, state: null })
    this.#url = next
    this.#onHash(next)
  }
}

const withoutHash = (url: URL): string => url.href.slice(0, url.href.length - url.hash.length)

/** `history` as far as applications and their framework use it. */
export class VirtualHistory {
  scrollRestoration: ScrollRestoration = 'auto'
  length: number
  #state: unknown
  readonly #location: VirtualLocation
  readonly #moves: Moves

  constructor(start: { state: unknown; length: number }, location: VirtualLocation, moves: Moves) {
    this.#state = start.state
    this.length = start.length
    this.#location = location
    this.#moves = moves
  }
  get state(): unknown {
    return this.#state
  }
  pushState(state: unknown, _title?: string, url?: string | URL | null): void {
    this.length += 1
    this.#step('push', state, url)
  }
  replaceState(state: unknown, _title?: string, url?: string | URL | null): void {
    this.#step('replace', state, url)
  }
  back(): void {
    this.go(-1)
  }
  forward(): void {
    this.go(1)
  }
  go(distance = 0): void {
    if (distance === 0) this.#moves.reload()
    else this.#moves.go(distance)
  }
  /** The person went back or forward within this document. */
  arrive(state: unknown): void {
    this.#state = state
  }
  #step(kind: Step['kind'], state: unknown, url?: string | URL | null): void {
    const next = new URL(url ?? this.#location.href, this.#location.href)
    if (next.origin !== this.#location.origin) throw new DOMException('Another origin', 'SecurityError')
    this.#state = structuredClone(state)
    this.#location.moveTo(next.href)
    this.#moves.step({ kind, url: next.href, state: this.#state })
  }
}
