import type { Asked, Connect, Told } from './frame-link.ts'
import { type Handlers, openLink } from './rpc.ts'

export { watch } from './watch.ts'

/** The frame, seen from the page that shows it. */
export type PreviewFrame = {
  ask<K extends keyof Asked>(
    name: K,
    value: Parameters<Asked[K]>[0],
    transfer?: Transferable[],
  ): Promise<Awaited<ReturnType<Asked[K]>>>
}

/** Called with what the frame tells. All of it comes from where a stranger's code runs: text, never markup. */
export type Listeners = { [K in keyof Told]: (value: Told[K]) => void }

export const newNonce = (): string => [...crypto.getRandomValues(new Uint32Array(4))].join('-')

/**
 * Introduces the page to a frame that has loaded at `…#nonce`, over a port of its own: nothing that a window says to
 * the page is ever listened to.
 */
export function connectFrame(frame: HTMLIFrameElement, nonce: string, listeners: Listeners): Promise<PreviewFrame> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    const handlers = {
      ...listeners,
      connected(said: string) {
        if (said === nonce) resolve({ ask: (name, value, transfer) => link.call(name, value ?? null, transfer) })
      },
    }
    const link = openLink(port1, handlers as unknown as Handlers)
    port1.start()
    // A frame of no origin: its address cannot be named.
    frame.contentWindow?.postMessage({ type: 'connect', nonce } satisfies Connect, '*', [port2])
  })
}
