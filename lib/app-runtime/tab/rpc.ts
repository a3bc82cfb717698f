/** Either end of a channel: a port, a worker, or the inside of one. */
export type Endpoint = {
  postMessage(message: unknown, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

type Message =
  | { type: 'call'; id: number; name: string; value: unknown }
  | { type: 'answer'; id: number; value?: unknown; error?: string }
  | { type: 'tell'; name: string; value: unknown }

/** What the other side may ask for; what it asks is somebody else's and is read with care. */
export type Handlers = Readonly<Record<string, (value: never) => unknown>>

export type Link = {
  /** @throws what the other side says went wrong */
  call<T>(name: string, value: unknown, transfer?: Transferable[]): Promise<T>
  /** Without an answer. */
  tell(name: string, value: unknown, transfer?: Transferable[]): void
  /** Something went wrong there: whoever waits hears why, and later calls are made as before. */
  refuse(error: Error): void
  /** The other side is gone: whoever waits for it, or asks it later, hears why. */
  end(error: Error): void
}

/** Calls in both directions over one channel, answers in whatever order they come. */
export function openLink(endpoint: Endpoint, handlers: Handlers): Link {
  let ids = 0
  let gone: Error | null = null
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  const handlerOf = (name: string): ((value: never) => unknown) | undefined =>
    Object.hasOwn(handlers, name) ? handlers[name] : undefined
  const serve = async (id: number, name: string, value: unknown): Promise<void> => {
    try {
      const handle = handlerOf(name)
      if (handle === undefined) throw new TypeError(`there is no "${name}"`)
      const answer = await handle(value as never)
      endpoint.postMessage({ type: 'answer', id, value: answer } satisfies Message, buffersOf(answer))
    } catch (error) {
      endpoint.postMessage({ type: 'answer', id, error: messageOf(error) } satisfies Message, [])
    }
  }
  endpoint.addEventListener('message', ({ data }: MessageEvent<Message | null>) => {
    if (data?.type === 'call') void serve(data.id, data.name, data.value)
    else if (data?.type === 'tell') handlerOf(data.name)?.(data.value as never)
    else if (data?.type === 'answer') {
      const one = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.error !== undefined) one?.reject(new TypeError(data.error))
      else one?.resolve(data.value as never)
    }
  })
  const refuse = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  return {
    refuse,
    call: (name, value, transfer = []) =>
      new Promise((resolve, reject) => {
        if (gone !== null) return reject(gone)
        const id = ++ids
        waiting.set(id, { resolve, reject })
        endpoint.postMessage({ type: 'call', id, name, value } satisfies Message, transfer)
      }),
    tell: (name, value, transfer = []) =>
      endpoint.postMessage({ type: 'tell', name, value } satisfies Message, transfer),
    end(error) {
      gone = error
      refuse(error)
    },
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Bodies change hands instead of being copied. */
const buffersOf = (value: unknown): Transferable[] => {
  const whole = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return [value, whole['body'], whole['snapshot']].filter((one) => one instanceof ArrayBuffer)
}
