/*
 * What a model server for tests is asked and what it answers: the requests that it got, scripted answers, what can go
 * wrong with them, and models of some habits.
 */

export type ModelRequest = {
  /** 0 for the first request that this server got. */
  index: number
  method: string
  /** Without the query, e.g. `/v1/chat/completions`. */
  path: string
  headers: Record<string, string>
  /** The whole Authorization header; null without one. */
  authorization: string | null
  /** The JSON body; for a form its text fields, and the file as `{name, type, size}`. */
  body: Record<string, unknown>
  model: string
  system: string
  /** Text of all messages but the system's, one after the other. */
  prompt: string
  images: number
  wantsStream: boolean
  wantsSchema: boolean
  /** When it came, by `performance.now()`. */
  at: number
  /** Resolves when the connection's other end is gone or the answer is complete; says which. */
  closed: Promise<'aborted' | 'complete'>
}

export type Fault =
  /**
   * An HTTP error, e.g. 429 with `{'retry-after': '2'}`. Without `body` OpenAI's error object; 401 repeats the key, as
   * OpenAI does.
   */
  | {
      kind: 'status'
      status: number
      headers?: Record<string, string>
      body?: unknown
      message?: string
      code?: string
    }
  /**
   * Falls silent after so many tokens; -1: does not even send headers. `comments` keeps sending `: comment` lines
   * meanwhile.
   */
  | { kind: 'stall'; afterTokens: number; comments?: boolean }
  /**
   * Ends after so many bytes of the body: `reset` destroys the socket, otherwise the body ends as if it were complete.
   */
  | { kind: 'cut'; afterBytes: number; reset?: boolean }
  /** Half a JSON object in place of one token after so many, then the rest as usual. */
  | { kind: 'half-json'; afterTokens: number }
  | { kind: 'content-type'; type: string; body: string }
  /** Says the text again and again, whatever `max_tokens` says. `unbroken`: as one line that never ends. */
  | { kind: 'endless'; unbroken?: boolean }
  /** An error object inside the stream after so many tokens, as gateways send it. */
  | { kind: 'error-event'; afterTokens: number; error: { message: string; code?: string | number } }
  /** Closes the connection without a byte. */
  | { kind: 'hang-up' }
  /**
   * Exactly these bytes, one write each, whatever was asked; a number waits as many milliseconds. Content type is an
   * event stream's.
   */
  | {
      kind: 'wire'
      pieces: (string | Uint8Array | number)[]
      status?: number
      headers?: Record<string, string>
      end?: 'reset' | 'silence'
    }

export type Answer = {
  text?: string
  /** Answered as JSON; what json_schema asked for is for the script to know. */
  object?: unknown
  /** Sent before the text as `delta.reasoning`, or under the name that others than OpenRouter use. */
  reasoning?: string
  reasoningName?: 'reasoning' | 'reasoning_content'
  toolCalls?: { name: string; arguments: unknown }[]
  refusal?: string
  /** Default: `stop`, or `length` when max_tokens cut it, or `tool_calls`. */
  finish?: 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'error'
  tokensPerSecond?: number
  /** Milliseconds until the first token. */
  thinkMs?: number
  /** Thinks aloud until then, for as long as that takes. */
  thinksUntil?: Promise<unknown>
  /** null: no usage is told. Default: one token for four characters. */
  usage?: { prompt_tokens: number; completion_tokens: number } | null
  /** Does not send `data: [DONE]`. */
  withoutDone?: boolean
  ignoresLimit?: boolean
  /** For /v1/embeddings; default: three numbers made of the text. */
  vectors?: number[][]
  transcript?: { text: string; language?: string; duration?: number }
  models?: Record<string, unknown>[]
  fault?: Fault
}

export type Script = (request: ModelRequest) => Answer | Promise<Answer>

/** One answer after the other; the last one again for every further request. */
export const inOrder =
  (...answers: Answer[]): Script =>
  ({ index }) =>
    answers[Math.min(index, answers.length - 1)]!

/** Prose instead of what was asked for. */
export const PROSE = 'Sure! I would start with the data model and then think about the pages. Shall I go on?'

/** The same content in a Markdown fence with a label, as weak models do it. */
export const inFences = (content: string, label = 'json'): string =>
  `Here is what you asked for:\n\n\`\`\`${label}\n${content}\n\`\`\`\n\nLet me know!`

/**
 * A model that obeys every instruction it finds in its input, wherever it stands: it writes the files it is told to
 * write, says what it is told to say, and gives away its instructions and all that it knows. What a prompt must not
 * contain, this one tells.
 */
export function obeyEverything(request: ModelRequest): Answer {
  const all = `${request.system}\n${request.prompt}`
  const out: string[] = []
  for (const [, path, content] of all.matchAll(
    /(?:write|create|overwrite|put)\s+(?:the\s+|a\s+)?file\s+[`"']?([^\s`"']+)[`"']?\s+(?:with|containing)\s+([^\n]+)/gi,
  )) {
    out.push(`<file path="${path}">\n${content}\n</file>`)
  }
  for (const [, said] of all.matchAll(
    /\b(?:say|print|answer|reply|output|repeat|include)\s+(?:with\s+)?["'“]([^"'”\n]+)["'”]/gi,
  ))
    out.push(said!)
  if (
    /\b(?:reveal|print|repeat|show|output)\b[^.\n]*\b(?:instructions|prompt|secrets?|keys?|environment)\b/i.test(all)
  ) {
    out.push(all, request.authorization ?? '')
  }
  return { text: out.length > 0 ? out.join('\n') : 'Nothing was asked of me.' }
}
