import { errorIn } from '../failures/said-in'

/*
 * OpenAI's event stream as servers really write it, turned into what the SDK takes: it refuses a whole answer for one
 * chunk without `choices`, an unusual role, a missing index, content in parts, or usage as text. What a model says by
 * calling a tool that nobody offered is its answer all the same and passes as text. Nothing that is said gets lost or
 * made up here; what cannot be read passes unchanged, so that the SDK reports it.
 */

type Loose = Record<string, unknown>
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What others than OpenAI call the ends of an answer: Gemini, Claude, Mistral, Cohere, text-generation-inference. */
const ENDS: Record<string, string> = {
  eos: 'stop',
  eos_token: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  complete: 'stop',
  completed: 'stop',
  finished: 'stop',
  end: 'stop',
  max_tokens: 'length',
  model_length: 'length',
  max_length: 'length',
  token_limit: 'length',
  max_output_tokens: 'length',
  safety: 'content_filter',
  recitation: 'content_filter',
  prohibited_content: 'content_filter',
  blocklist: 'content_filter',
  refusal: 'content_filter',
}
const endOf = (reason: unknown): string | null => {
  if (typeof reason !== 'string' || reason.trim() === '') return null
  const word = reason.trim().toLowerCase()
  return ENDS[word] ?? word
}

/** No window is larger; a number beyond was not counted. */
const MOST_TOKENS = 10_000_000
const countOf = (value: unknown): number | null => {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof count === 'number' && count >= 0 && count <= MOST_TOKENS ? Math.ceil(count) : null
}

/** Token counts that can be right; null where one is missing, negative or absurd: whoever needs them estimates then. */
export function usageOf(
  value: unknown,
): { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null {
  if (!isObject(value)) return null
  const [prompt, completion] = [countOf(value['prompt_tokens']), countOf(value['completion_tokens'])]
  return prompt === null || completion === null
    ? null
    : { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}

/** Text of content that is a string, or parts as Mistral sends them. Thoughts are not part of it. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('')
}

function createCleaner(): (chunk: Loose) => Loose | null {
  let lastCall: unknown
  const callsIn = (delta: Loose): string => {
    const calls = Array.isArray(delta['tool_calls']) ? delta['tool_calls'].filter(isObject) : []
    if (isObject(delta['function_call'])) calls.push({ index: 0, function: delta['function_call'] })
    return calls
      .map((call) => {
        const given = isObject(call['function']) ? call['function']['arguments'] : undefined
        const text = isObject(given) ? JSON.stringify(given) : typeof given === 'string' && given !== '{}' ? given : ''
        if (text === '') return ''
        const isNext = lastCall !== undefined && lastCall !== call['index']
        lastCall = call['index']
        return isNext ? `\n${text}` : text
      })
      .join('')
  }
  return (chunk) => {
    const failed = errorIn(chunk)
    if (failed !== null) return { error: { message: failed.message, type: null, param: null, code: null } }
    const choices = Array.isArray(chunk['choices']) ? chunk['choices'].filter(isObject).slice(0, 1) : []
    const usage = usageOf(chunk['usage'])
    if (choices.length === 0 && usage === null) return null
    const cleaned = choices.map((choice) => {
      const delta = isObject(choice['delta']) ? choice['delta'] : {}
      const content = contentOf(delta['content']) + callsIn(delta)
      const end = endOf(choice['finish_reason'])
      const refusal = typeof delta['refusal'] === 'string' ? { refusal: delta['refusal'] } : {}
      // The call was nobody's to carry out: what it says was the answer.
      const isCall = (end === 'tool_calls' || end === 'function_call') && lastCall !== undefined
      return { index: 0, delta: { role: 'assistant', content, ...refusal }, finish_reason: isCall ? 'stop' : end }
    })
    return {
      id: 'chat',
      object: 'chat.completion.chunk',
      created: 0,
      model: '',
      choices: cleaned,
      ...(usage && { usage }),
    }
  }
}

const eventOf = (value: object): string => `data: ${JSON.stringify(value)}\n\n`

/** The events of an answer that came in one piece although a stream was asked for; null when it is none. */
export function eventsOf(whole: unknown): string | null {
  if (!isObject(whole) || !Array.isArray(whole['choices'])) return null
  const choice = whole['choices'].find(isObject)
  if (!choice || !isObject(choice['message'])) return null
  const chunk = {
    ...whole,
    choices: [{ index: 0, delta: choice['message'], finish_reason: choice['finish_reason'] ?? 'stop' }],
  }
  return `${eventOf(chunk)}data: [DONE]\n\n`
}

/**
 * @param graceMs how long a server may stay silent after it has told why the answer ended (its usage may follow) until
 * that is the end
 */
export function normalised(body: ReadableStream<Uint8Array>, graceMs: number): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const events = new EventLines(graceMs)
  let rest = ''
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, out) {
        const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r/)
        rest = lines.pop() ?? ''
        for (const one of lines) if (!events.line(one, out)) return
      },
      flush(out) {
        events.close()
        if (rest !== '') events.line(rest, out)
      },
    }),
  )
}

type Out = TransformStreamDefaultController<Uint8Array>

/** Takes an event stream line by line and gives it on as the SDK takes it. */
class EventLines {
  private readonly graceMs: number
  private readonly encoder = new TextEncoder()
  private readonly clean = createCleaner()
  private pending: string[] = []
  private isError = false
  private timer: NodeJS.Timeout | undefined

  constructor(graceMs: number) {
    this.graceMs = graceMs
  }

  /** Returns false once there is nothing more to read. */
  line(text: string, out: Out): boolean {
    if (text.startsWith('event:')) this.isError = text.slice(6).trim() === 'error'
    if (text.trim() === '') {
      if (this.pending.length > 0) this.send(`data: ${this.pending.join('')}\n\n`, out)
      this.pending = []
      this.isError = false
    }
    const isErrorLine = text.startsWith('error:')
    if (isErrorLine) this.isError = true
    if (!text.startsWith('data:') && !isErrorLine) return true
    const data = text.slice(isErrorLine ? 6 : 5).trim()
    if (data === '[DONE]') {
      this.send('data: [DONE]\n\n', out)
      this.end(out)
      return false
    }
    // One object may stand on several lines of one event.
    this.pending.push(data)
    try {
      const chunk = JSON.parse(this.pending.join('\n')) as unknown
      this.pending = []
      this.take(chunk, out)
    } catch {
      // Not whole yet, or damaged: the empty line that ends the event tells.
    }
    return true
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private send(text: string, out: Out): void {
    out.enqueue(this.encoder.encode(text))
  }

  private end(out: Out): void {
    this.close()
    out.terminate()
  }

  private take(chunk: unknown, out: Out): void {
    const cleaned = isObject(chunk) ? this.clean(this.isError ? { error: chunk['error'] ?? chunk } : chunk) : null
    if (cleaned === null) return
    this.send(eventOf(cleaned), out)
    const isOver =
      Array.isArray(cleaned['choices']) && cleaned['choices'].some((choice: Loose) => choice['finish_reason'] !== null)
    if (isOver) this.timer ??= setTimeout(() => this.end(out), this.graceMs)
  }
}
