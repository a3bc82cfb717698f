import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Fault, ModelRequest, Script } from './model-script'

/*
 * A model server for tests that speaks OpenAI's protocol over real HTTP: chat completions (event stream and whole),
 * json_schema, tools, embeddings, transcriptions, models. What it answers is scripted per request; what can go wrong is
 * a `fault`. https://platform.openai.com/docs/api-reference/chat
 */

export type ModelServer = {
  /** Base URL for a connection, ends with `/v1`. */
  url: string
  requests: ModelRequest[]
  /** Connections that were opened so far. */
  connections: () => number
  stop(): Promise<void>
}

const tokensOf = (text: string): string[] => text.match(/[\s\S]{1,4}/gu) ?? []

type Part = { type?: string; text?: string }
const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : Array.isArray(content)
      ? (content as Part[]).map((part) => part.text ?? '').join('')
      : ''

async function readRequest(message: IncomingMessage): Promise<{ body: Record<string, unknown>; raw: Buffer }> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  const raw = Buffer.concat(parts)
  const type = message.headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(raw, { headers: { 'content-type': type } }).formData()
    const entries = [...form].map(([name, value]) => [
      name,
      typeof value === 'string' ? value : { name: value.name, type: value.type, size: value.size },
    ])
    return { body: Object.fromEntries(entries) as Record<string, unknown>, raw }
  }
  return { body: raw.length > 0 ? (JSON.parse(raw.toString()) as Record<string, unknown>) : {}, raw }
}

async function toModelRequest(
  message: IncomingMessage,
  response: ServerResponse,
  index: number,
): Promise<ModelRequest> {
  const { body } = await readRequest(message)
  const messages = (body['messages'] ?? []) as { role: string; content: unknown }[]
  const isSystem = ({ role }: { role: string }): boolean => role === 'system' || role === 'developer'
  const format = body['response_format'] as { type?: string } | string | undefined
  return {
    index,
    method: message.method ?? 'GET',
    path: (message.url ?? '/').split('?')[0]!,
    headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)])),
    authorization: message.headers.authorization ?? null,
    body,
    model: typeof body['model'] === 'string' ? body['model'] : '',
    system: messages
      .filter(isSystem)
      .map(({ content }) => textOf(content))
      .join('\n'),
    prompt: messages
      .filter((each) => !isSystem(each))
      .map(({ content }) => textOf(content))
      .join('\n'),
    images: messages
      .flatMap(({ content }) => (Array.isArray(content) ? (content as Part[]) : []))
      .filter(({ type }) => type === 'image_url').length,
    wantsStream: body['stream'] === true,
    wantsSchema: typeof format === 'object' && format.type === 'json_schema',
    at: performance.now(),
    closed: new Promise((resolve) =>
      response.once('close', () => resolve(response.writableFinished ? 'complete' : 'aborted')),
    ),
  }
}

/** Until the other end has read on, or is gone. */
async function writable(response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  const leave = (): void => gone.abort()
  response.once('close', leave)
  await once(response, 'drain', { signal: gone.signal }).catch(() => undefined)
  response.off('close', leave)
}

/** Writes the body, counting bytes, until a `cut` ends it. `false`: there is no more to write. */
function createWriter(response: ServerResponse, fault: Fault | undefined): (text: string) => Promise<boolean> {
  let left = fault?.kind === 'cut' ? fault.afterBytes : Infinity
  return async (text) => {
    if (response.destroyed) return false
    const bytes = Buffer.from(text)
    if (bytes.length >= left) {
      const isReset = fault?.kind === 'cut' && fault.reset
      // What was written has to leave before the connection is torn down, or the other end sees nothing of it.
      await new Promise<void>((resolve) => response.write(bytes.subarray(0, left), () => resolve()))
      if (isReset) response.socket?.resetAndDestroy()
      else response.end()
      return false
    }
    left -= bytes.length
    if (!response.write(bytes)) await writable(response)
    return !response.destroyed
  }
}

type Step = { token?: string; delta?: Record<string, unknown> }

function contentOf(request: ModelRequest, answer: Answer): { tokens: string[]; finish: string } {
  const text = answer.text ?? (answer.object === undefined ? '' : JSON.stringify(answer.object))
  const tokens = tokensOf(text)
  const limit = Number(request.body['max_tokens'] ?? request.body['max_completion_tokens'] ?? Infinity)
  const isCut = tokens.length > limit && !answer.ignoresLimit
  return {
    tokens: isCut ? tokens.slice(0, limit) : tokens,
    finish: answer.finish ?? (answer.toolCalls ? 'tool_calls' : isCut ? 'length' : 'stop'),
  }
}

const usageOf = (request: ModelRequest, tokens: number, answer: Answer): object | null => {
  if (answer.usage === null) return null
  const { prompt_tokens, completion_tokens } = answer.usage ?? {
    prompt_tokens: Math.ceil((request.system + request.prompt).length / 4),
    completion_tokens: tokens,
  }
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}

const toolCallsOf = (answer: Answer): object[] | undefined =>
  answer.toolCalls?.map((call, index) => ({
    index,
    id: `call_${index}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }))

/** A long answer comes in pieces of several tokens, as fast servers send them, unless the test is about its tokens. */
function piecesOf(tokens: string[], { fault, tokensPerSecond }: Answer): string[] {
  if (tokens.length < 200 || fault !== undefined || tokensPerSecond !== undefined) return tokens
  return Array.from({ length: Math.ceil(tokens.length / 16) }, (_, at) => tokens.slice(at * 16, at * 16 + 16).join(''))
}

async function streamChat(request: ModelRequest, response: ServerResponse, answer: Answer): Promise<void> {
  const { fault } = answer
  const { tokens, finish } = contentOf(request, answer)
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: request.model }
  const event = (more: object): string => `data: ${JSON.stringify({ ...head, ...more })}\n\n`
  const chunk = (delta: object, finishReason: string | null = null): string =>
    event({ choices: [{ index: 0, delta, finish_reason: finishReason }] })
  const write = createWriter(response, fault)
  const gap = answer.tokensPerSecond ? 1000 / answer.tokensPerSecond : 0

  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  if (fault?.kind === 'endless' && fault.unbroken) {
    await write(`data: {"choices":[{"index":0,"delta":{"content":"`)
    while (await write(answer.text ?? 'more and more ')) await sleep(0)
    return
  }
  if (!(await write(chunk({ role: 'assistant', content: '' })))) return
  if (answer.thinkMs) await sleep(answer.thinkMs)
  let isThinking = answer.thinksUntil !== undefined
  void answer.thinksUntil?.then(() => (isThinking = false))
  while (isThinking) {
    if (!(await write(chunk({ reasoning: 'Hm. ' })))) return
    await sleep(200)
  }
  const steps: Step[] = [
    ...tokensOf(answer.reasoning ?? '').map((piece) => ({ delta: { [answer.reasoningName ?? 'reasoning']: piece } })),
    ...piecesOf(tokens, answer).map((content) => ({ token: content, delta: { content } })),
  ]
  if (answer.refusal) steps.push({ delta: { refusal: answer.refusal } })
  if (answer.toolCalls) steps.push({ delta: { tool_calls: toolCallsOf(answer) } })

  const started = performance.now()
  for (let at = 0; at <= steps.length || fault?.kind === 'endless'; at++) {
    if (fault && 'afterTokens' in fault && at === fault.afterTokens) {
      if (fault.kind === 'half-json') {
        await write('data: {"choices":[{"index":0,"delta":{"content":"ha\n\n')
        continue
      }
      if (fault.kind === 'error-event') {
        await write(
          event({ error: fault.error, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }] }),
        )
        response.end('data: [DONE]\n\n')
        return
      }
      while (fault.kind === 'stall' && !response.destroyed) {
        if (fault.comments) await write(': still there\n\n')
        await sleep(20)
      }
    }
    const step = steps[fault?.kind === 'endless' ? at % steps.length : at]
    if (!step) break
    // By the clock and not by adding up sleeps, whose slips would make the rate a matter of luck.
    const due = started + (at + 1) * gap - performance.now()
    if (due > 1) await sleep(due)
    if (!(await write(chunk(step.delta ?? {})))) return
  }
  if (!(await write(chunk({}, finish)))) return
  const usage = usageOf(request, tokens.length, answer)
  const wantsUsage = (request.body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage
  if (usage && wantsUsage && !(await write(event({ choices: [], usage })))) return
  if (!answer.withoutDone && !(await write('data: [DONE]\n\n'))) return
  response.end()
}

function wholeBody(request: ModelRequest, answer: Answer): object {
  const base = { created: 1_700_000_000, model: request.model }
  if (request.path.endsWith('/embeddings')) {
    const input = [request.body['input']].flat() as string[]
    const vectors =
      answer.vectors ?? input.map((text) => [text.length, text.charCodeAt(0) || 0, text.split(' ').length])
    const prompt_tokens = tokensOf(input.join('')).length
    return {
      ...base,
      object: 'list',
      data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      ...(answer.usage !== null && { usage: { prompt_tokens, total_tokens: prompt_tokens } }),
    }
  }
  if (request.path.endsWith('/audio/transcriptions'))
    return answer.transcript ?? { text: 'Hello.', language: 'english', duration: 1.5 }
  if (request.path.endsWith('/models')) return { object: 'list', data: answer.models ?? [] }
  const { tokens, finish } = contentOf(request, answer)
  const message = {
    role: 'assistant',
    content: tokens.join('') || null,
    refusal: answer.refusal ?? null,
    tool_calls: toolCallsOf(answer),
  }
  const usage = usageOf(request, tokens.length, answer)
  return {
    ...base,
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: finish }],
    ...(usage && { usage }),
  }
}

/** OpenAI's words for an error; the one for a wrong key repeats the key. */
function errorBody(request: ModelRequest, fault: Fault & { kind: 'status' }): unknown {
  if (fault.body !== undefined) return fault.body
  const key = request.authorization?.replace('Bearer ', '') ?? ''
  const message =
    fault.message ??
    (fault.status === 401
      ? `Incorrect API key provided: ${key}. You can find your API key at https://example.com.`
      : `Status ${fault.status}`)
  return { error: { message, type: 'error', param: null, code: fault.code ?? null } }
}

async function sendPieces(response: ServerResponse, fault: Fault & { kind: 'wire' }): Promise<void> {
  response.writeHead(fault.status ?? 200, { 'content-type': 'text/event-stream', ...fault.headers })
  for (const piece of fault.pieces) {
    if (response.destroyed) return
    if (typeof piece === 'number') await sleep(piece)
    // One write after the other has left, so that the pieces arrive as pieces.
    else await new Promise<void>((resolve) => response.write(piece, () => resolve()))
  }
  if (fault.end === 'reset') response.socket?.resetAndDestroy()
  else if (fault.end !== 'silence') response.end()
}

async function respond(request: ModelRequest, response: ServerResponse, answer: Answer): Promise<void> {
  const { fault } = answer
  if (fault?.kind === 'hang-up') return void response.socket?.destroy()
  if (fault?.kind === 'status') {
    const body = errorBody(request, fault)
    const isText = typeof body === 'string'
    return void response
      .writeHead(fault.status, { 'content-type': isText ? 'text/html' : 'application/json', ...fault.headers })
      .end(isText ? body : JSON.stringify(body))
  }
  if (fault?.kind === 'content-type')
    return void response.writeHead(200, { 'content-type': fault.type }).end(fault.body)
  if (fault?.kind === 'stall' && fault.afterTokens < 0) return
  if (fault?.kind === 'wire') return sendPieces(response, fault)
  const isChat = request.path.endsWith('/chat/completions')
  if (isChat && request.wantsStream) return streamChat(request, response, answer)
  const isKnown = isChat || /\/(embeddings|audio\/transcriptions|models)$/.test(request.path)
  if (!isKnown)
    return void response
      .writeHead(404, { 'content-type': 'application/json' })
      .end('{"error":{"message":"Unknown request URL"}}')
  if (answer.thinkMs) await sleep(answer.thinkMs)
  response.writeHead(200, { 'content-type': 'application/json' })
  if (await createWriter(response, fault)(JSON.stringify(wholeBody(request, answer)))) response.end()
}

/**
 * @param script asked for every request, also for /v1/models and the like; what it throws becomes a 500 that fails the
 * test by its message
 */
export async function startModelServer(script: Script): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  let connections = 0
  let count = 0
  const server = createServer((message, response) => {
    const index = count++
    toModelRequest(message, response, index)
      .then(async (request) => {
        requests.push(request)
        await respond(request, response, await script(request))
      })
      .catch((error: unknown) => {
        if (response.headersSent) response.destroy()
        else
          response
            .writeHead(500, { 'content-type': 'application/json' })
            .end(JSON.stringify({ error: { message: `The script failed: ${String(error)}` } }))
      })
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    connections: () => connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
