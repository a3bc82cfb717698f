import type { Wire } from './frames.ts'
import type { RealtimeServer, Receiver } from './serve-realtime.ts'

type Listener<E> = ((event: E) => void) | null

/**
 * A class like the browser's WebSocket whose sockets end in this server, without a network: what supabase-js takes as
 * `realtime: { transport }`. Everything arrives later than it was sent, as over a network.
 */
export function webSocketTo(server: Pick<RealtimeServer, 'connect'>) {
  return class LocalWebSocket {
    readonly CONNECTING = 0
    readonly OPEN = 1
    readonly CLOSING = 2
    readonly CLOSED = 3
    readonly protocol = ''
    readonly url: string
    binaryType = 'arraybuffer'
    bufferedAmount = 0
    readyState = 0
    onopen: Listener<Event> = null
    onmessage: Listener<{ data: Wire }> = null
    onerror: Listener<Event> = null
    onclose: Listener<{ code: number; reason: string; wasClean: boolean }> = null
    #receiver: Receiver | null = null

    constructor(address: string | URL) {
      this.url = String(address)
      queueMicrotask(() => this.#open())
    }

    #open(): void {
      if (this.readyState !== this.CONNECTING) return
      this.#receiver = server.connect(this.url.replace(/^ws/, 'http'), {
        send: (data) => this.#later(() => this.readyState === this.OPEN && this.onmessage?.({ data })),
        close: (code, reason) => this.#end(code, reason),
      })
      if (!this.#receiver) {
        this.onerror?.(new Event('error'))
        return this.#end(1006, 'refused')
      }
      this.readyState = this.OPEN
      this.onopen?.(new Event('open'))
    }

    send(data: string | ArrayBuffer | ArrayBufferView): void {
      if (this.readyState !== this.OPEN) throw new DOMException('The socket is not open', 'InvalidStateError')
      const wire = ArrayBuffer.isView(data)
        ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer
        : data
      this.#later(() => this.#receiver?.receive(wire))
    }

    close(code = 1000, reason = ''): void {
      this.#end(code, reason)
    }

    #end(code: number, reason: string): void {
      if (this.readyState === this.CLOSED) return
      this.readyState = this.CLOSED
      this.#receiver?.close()
      this.#receiver = null
      this.#later(() => this.onclose?.({ code, reason, wasClean: code !== 1006 }))
    }

    #later(work: () => unknown): void {
      queueMicrotask(work)
    }
  }
}
