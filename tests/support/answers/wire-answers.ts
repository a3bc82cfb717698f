import { gzipSync } from 'node:zlib'
import type { ModelErrorKind } from '../../../lib/integrations/models/port'
import type { Fault, ModelRequest } from '../model-script'

/**
 * How real servers speak the protocol, rightly and wrongly. `words`: the whole text is heard; else the ways in which it
 * may fail.
 */
export type WireCase = [
  habit: string,
  fault: Fault | undefined | ((request: ModelRequest, index: number) => Fault | undefined),
  outcome: 'words' | 'part' | ModelErrorKind[],
]

export const WORDS = 'Every word counts: ñandú ☕ 你好 👩‍🚀, and the end.'
type Piece = string | Uint8Array | number
const chunk = (delta: object, finish: string | null = null, more: object = {}): string =>
  `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`
const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`
const DONE = 'data: [DONE]\n\n'
const USAGE = { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 }
const half = Math.floor([...WORDS].length / 2)
const [A, B] = [[...WORDS].slice(0, half).join(''), [...WORDS].slice(half).join('')]
const said = [chunk({ role: 'assistant', content: '' }), chunk({ content: A }), chunk({ content: B })]
const stop = chunk({}, 'stop')
const usage = event({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: USAGE })
const whole = [...said, stop, usage, DONE]
const wire = (pieces: Piece[], more: Partial<Fault & { kind: 'wire' }> = {}): Fault => ({
  kind: 'wire',
  pieces,
  ...more,
})
const bytes = (text: string, size: number): Uint8Array[] => {
  const all = Buffer.from(text)
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.subarray(at * size, (at + 1) * size))
}
const status = (code: number, more: Partial<Fault & { kind: 'status' }> = {}): Fault => ({
  kind: 'status',
  status: code,
  ...more,
})
const once = (fault: Fault) => (_: ModelRequest, index: number) => (index === 0 ? fault : undefined)
/** A server that refuses what it does not know, in its own words, until it is left out. */
const refuses = (parameter: string, message: string) => (request: ModelRequest) =>
  parameter in request.body
    ? status(400, {
        body: { error: { message, type: 'invalid_request_error', param: parameter, code: 'unsupported_parameter' } },
      })
    : undefined
const HTML = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>'
const body = (message: string, more: object = {}): object => ({ error: { message, ...more } })

export const WIRE: WireCase[] = [
  ['OpenAI', wire(whole), 'words'],
  ['no [DONE]', wire([...said, stop, usage]), 'words'],
  ['no usage', wire([...said, stop, DONE]), 'words'],
  ['no usage, no [DONE]', wire([...said, stop]), 'words'],
  [
    'usage in every chunk (vLLM)',
    wire([
      chunk({ content: A }, null, { usage: USAGE }),
      chunk({ content: B }, null, { usage: USAGE }),
      chunk({}, 'stop', { usage: USAGE }),
      DONE,
    ]),
    'words',
  ],
  [
    'usage null in every chunk',
    wire([chunk({ content: A }, null, { usage: null }), chunk({ content: B }, 'stop', { usage: null }), usage, DONE]),
    'words',
  ],
  [
    'negative usage',
    wire([...said, chunk({}, 'stop', { usage: { prompt_tokens: -5, completion_tokens: -1, total_tokens: -6 } }), DONE]),
    'words',
  ],
  [
    'absurd usage',
    wire([
      ...said,
      chunk({}, 'stop', { usage: { prompt_tokens: 1e15, completion_tokens: 1e18, total_tokens: 1e18 } }),
      DONE,
    ]),
    'words',
  ],
  [
    'usage as text',
    wire([...said, chunk({}, 'stop', { usage: { prompt_tokens: '12', completion_tokens: '34' } }), DONE]),
    'words',
  ],
  [
    'usage of fractions',
    wire([
      ...said,
      chunk({}, 'stop', { usage: { prompt_tokens: 1.5, completion_tokens: 2.5, total_tokens: 4 } }),
      DONE,
    ]),
    'words',
  ],
  ['usage without numbers', wire([...said, chunk({}, 'stop', { usage: {} }), DONE]), 'words'],
  [
    'usage of nulls',
    wire([...said, chunk({}, 'stop', { usage: { prompt_tokens: null, completion_tokens: null } }), DONE]),
    'words',
  ],
  [
    'OpenRouter keep-alives',
    wire([
      ': OPENROUTER PROCESSING\n\n',
      ': OPENROUTER PROCESSING\n\n',
      ...whole.flatMap((one) => [one, ': OPENROUTER PROCESSING\n\n']),
    ]),
    'words',
  ],
  ['ping events', wire(['event: ping\ndata: {}\n\n', ...whole]), 'words'],
  [
    'retry and id fields',
    wire(['retry: 3000\n\n', ...whole.map((one, at) => `id: ${at}\nevent: message\n${one}`)]),
    'words',
  ],
  ['CRLF', wire(whole.map((one) => one.replaceAll('\n', '\r\n'))), 'words'],
  ['CR', wire(whole.map((one) => one.replaceAll('\n', '\r'))), 'words'],
  ['no space after data:', wire(whole.map((one) => one.replace('data: ', 'data:'))), 'words'],
  ['a byte order mark', wire(['\uFEFF', ...whole]), 'words'],
  ['one byte at a time', wire(bytes(whole.join(''), 1)), 'words'],
  ['three bytes at a time', wire(bytes(whole.join(''), 3)), 'words'],
  ['all at once', wire([whole.join('')]), 'words'],
  ['gzip', wire([gzipSync(whole.join(''))], { headers: { 'content-encoding': 'gzip' } }), 'words'],
  ['as application/json', wire(whole, { headers: { 'content-type': 'application/json' } }), 'words'],
  ['as text/plain', wire(whole, { headers: { 'content-type': 'text/plain' } }), 'words'],
  [
    'a chunk without choices',
    wire([event({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm' }), ...whole]),
    'words',
  ],
  [
    'choices: [] first (Azure)',
    wire([event({ id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: [] }), ...whole]),
    'words',
  ],
  ['choices: null', wire([event({ id: 'x', choices: null }), ...whole]), 'words'],
  [
    'content null',
    wire([chunk({ role: 'assistant', content: null }), ...said, chunk({ content: null }), stop, usage, DONE]),
    'words',
  ],
  [
    'a role in every chunk',
    wire([chunk({ role: 'assistant', content: A }), chunk({ role: 'assistant', content: B }), stop, DONE]),
    'words',
  ],
  ['an unusual role', wire([chunk({ role: 'model', content: A }), chunk({ content: B }), stop, DONE]), 'words'],
  ['an empty delta', wire([chunk({}), ...whole]), 'words'],
  [
    'no delta at the end',
    wire([...said, event({ id: 'c', choices: [{ index: 0, finish_reason: 'stop' }] }), DONE]),
    'words',
  ],
  [
    'delta null',
    wire([...said, event({ id: 'c', choices: [{ index: 0, delta: null, finish_reason: 'stop' }] }), DONE]),
    'words',
  ],
  [
    'no index',
    wire([
      event({ choices: [{ delta: { content: WORDS } }] }),
      event({ choices: [{ delta: {}, finish_reason: 'stop' }] }),
      DONE,
    ]),
    'words',
  ],
  [
    'created as text, id null',
    wire([
      event({
        id: null,
        created: 'now',
        model: null,
        choices: [{ index: 0, delta: { content: WORDS }, finish_reason: null }],
      }),
      stop,
      DONE,
    ]),
    'words',
  ],
  [
    'content as parts (Mistral)',
    wire([
      chunk({ content: [{ type: 'text', text: A }] }),
      chunk({ content: [{ type: 'text', text: B }] }),
      stop,
      DONE,
    ]),
    'words',
  ],
  ['finish_reason with the last word', wire([chunk({ content: A }), chunk({ content: B }, 'stop'), DONE]), 'words'],
  ['finish_reason "" until the end', wire([chunk({ content: A }, ''), chunk({ content: B }, ''), stop, DONE]), 'words'],
  ['finish_reason "eos" ', wire([...said, chunk({}, 'eos'), DONE]), 'words'],
  ['finish_reason "STOP" (Gemini)', wire([...said, chunk({}, 'STOP'), DONE]), 'words'],
  ['finish_reason "end_turn" (Claude)', wire([...said, chunk({}, 'end_turn'), DONE]), 'words'],
  ['finish_reason "length"', wire([...said, chunk({}, 'length'), DONE]), 'part'],
  ['finish_reason "max_tokens"', wire([...said, chunk({}, 'max_tokens'), DONE]), 'part'],
  ['finish_reason "MAX_TOKENS"', wire([...said, chunk({}, 'MAX_TOKENS'), DONE]), 'part'],
  ['finish_reason "model_length"', wire([...said, chunk({}, 'model_length'), DONE]), 'part'],
  ['finish_reason "content_filter"', wire([...said, chunk({}, 'content_filter'), DONE]), 'part'],
  ['finish_reason "SAFETY"', wire([...said, chunk({}, 'SAFETY'), DONE]), 'part'],
  ['finish_reason null for ever, then [DONE]', wire([...said, DONE]), ['cut']],
  ['the end of the body after words', wire(said), ['cut']],
  ['nothing but [DONE]', wire([DONE]), ['cut', 'bad-answer']],
  ['an empty body', wire([]), ['cut', 'bad-answer', 'unreachable']],
  ['a reset in the middle', wire([...said.slice(0, 2), 20], { end: 'reset' }), ['cut', 'unreachable']],
  ['a reset before the first byte, once', once({ kind: 'hang-up' }), 'words'],
  ['reasoning_content (DeepSeek)', wire([chunk({ reasoning_content: 'Hm.', content: null }), ...whole]), 'words'],
  [
    'reasoning (OpenRouter)',
    wire([
      chunk({ reasoning: 'Hm.', content: '', reasoning_details: [{ type: 'reasoning.text', text: 'Hm.' }] }),
      ...whole,
    ]),
    'words',
  ],
  ['keep-alives for ever', { kind: 'stall', afterTokens: 0, comments: true }, ['timeout']],
  [
    'a slow drip',
    wire(whole.flatMap((one): Piece[] => bytes(one, 40).flatMap((part): Piece[] => [part, 10]))),
    'words',
  ],
  ['silence before the first word', wire([], { end: 'silence' }), ['timeout']],
  ['silence between words', wire(said.slice(0, 2), { end: 'silence' }), ['timeout']],
  ['silence after the end', wire([...said, stop, usage, DONE], { end: 'silence' }), 'words'],
  ['silence after finish_reason', wire([...said, stop], { end: 'silence' }), 'words'],
  [
    'an error in the stream at once',
    wire([event(body('Provider returned error', { code: 502 }))]),
    ['overloaded', 'bad-answer', 'cut'],
  ],
  [
    'an error in the stream after words (OpenRouter)',
    wire([
      ...said,
      event({
        id: 'c',
        error: { code: 502, message: 'Provider disconnected' },
        choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
      }),
      DONE,
    ]),
    ['overloaded', 'cut', 'bad-answer'],
  ],
  ['an error in the stream: rate limit', wire([event(body('Rate limit exceeded', { code: 429 }))]), ['rate-limited']],
  ['an error event', wire(['event: error\ndata: {"message":"boom"}\n\n']), ['overloaded', 'bad-answer', 'cut']],
  [
    'an error as text (Ollama)',
    wire([event({ error: 'model runner has unexpectedly stopped' })]),
    ['overloaded', 'bad-answer', 'cut'],
  ],
  ['finish_reason "error"', wire([...said, chunk({}, 'error'), DONE]), ['overloaded', 'cut', 'bad-answer']],
  ['half JSON', wire([...said, 'data: {"choices":[{"ind\n\n', stop, DONE]), ['cut', 'bad-answer']],
  ['an HTML page with 200', wire([HTML], { headers: { 'content-type': 'text/html' } }), ['bad-answer']],
  [
    'a JSON error with 200',
    wire([JSON.stringify(body('Insufficient credits', { code: 402 }))], {
      headers: { 'content-type': 'application/json' },
    }),
    ['no-credit', 'bad-answer', 'cut'],
  ],
  [
    'a whole answer to a stream request',
    wire(
      [
        JSON.stringify({
          id: 'c',
          object: 'chat.completion',
          created: 1,
          model: 'm',
          choices: [{ index: 0, message: { role: 'assistant', content: WORDS }, finish_reason: 'stop' }],
          usage: USAGE,
        }),
      ],
      { headers: { 'content-type': 'application/json' } },
    ),
    'words',
  ],
  [
    'a line of 10 MB that never ends',
    wire(['data: {"choices":[{"delta":{"content":"', ...Array.from({ length: 40 }, () => 'x'.repeat(262_144))]),
    ['bad-answer', 'cut'],
  ],
  ['204', wire([], { status: 204 }), ['bad-answer', 'cut']],
  ['429 once', once(status(429)), 'words'],
  ['429 with seconds', once(status(429, { headers: { 'retry-after': '0' } })), 'words'],
  ['429 with a date', once(status(429, { headers: { 'retry-after': new Date(0).toUTCString() } })), 'words'],
  ['429 with milliseconds', once(status(429, { headers: { 'retry-after-ms': '5' } })), 'words'],
  ['429 with nonsense', once(status(429, { headers: { 'retry-after': 'soon' } })), 'words'],
  ['429 with a negative number', once(status(429, { headers: { 'retry-after': '-5' } })), 'words'],
  ['429 for an hour', status(429, { headers: { 'retry-after': '3600' } }), ['rate-limited']],
  [
    '429 insufficient_quota',
    status(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' }),
    ['no-credit', 'rate-limited'],
  ],
  ['408 once', once(status(408)), 'words'],
  ['409 once', once(status(409)), 'words'],
  ['425 once', once(status(425)), 'words'],
  ['500 once', once(status(500)), 'words'],
  ['502 with HTML once', once(status(502, { body: HTML })), 'words'],
  ['503 once', once(status(503, { headers: { 'retry-after': '0' } })), 'words'],
  ['504 once', once(status(504)), 'words'],
  ['520 (Cloudflare) once', once(status(520, { body: HTML })), 'words'],
  ['524 once', once(status(524)), 'words'],
  [
    '529 (Claude) once',
    once(status(529, { body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } })),
    'words',
  ],
  ['500 always', status(500), ['overloaded']],
  ['401', status(401), ['unauthorized']],
  ['403', status(403), ['unauthorized', 'refused-request']],
  ['403 with HTML', status(403, { body: HTML }), ['unauthorized', 'refused-request']],
  ['402', status(402, { message: 'Insufficient credits' }), ['no-credit']],
  [
    '404 of a model',
    status(404, { code: 'model_not_found', message: "The model 'm' does not exist" }),
    ['no-such-model'],
  ],
  [
    '404 of a model (Ollama)',
    status(404, { body: { error: { message: 'model "m" not found, try pulling it first', type: 'not_found_error' } } }),
    ['no-such-model'],
  ],
  [
    '404 of the path',
    status(404, { body: '<h1>404 page not found</h1>' }),
    ['no-such-model', 'refused-request', 'bad-answer', 'unreachable'],
  ],
  ['405', status(405), ['refused-request']],
  ['413', status(413, { message: 'Request too large' }), ['context-too-long', 'refused-request']],
  [
    '400 context',
    status(400, { code: 'context_length_exceeded', message: "This model's maximum context length is 8192 tokens" }),
    ['context-too-long'],
  ],
  [
    '400 context (vLLM)',
    status(400, {
      body: {
        object: 'error',
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
        type: 'BadRequestError',
        code: 400,
      },
    }),
    ['context-too-long'],
  ],
  [
    '400 context (llama.cpp)',
    status(400, {
      body: {
        error: {
          code: 400,
          message:
            'the request exceeds the available context size. try increasing the context size or enable context shift',
          type: 'exceed_context_size_error',
        },
      },
    }),
    ['context-too-long'],
  ],
  [
    '400 context (Claude)',
    status(400, {
      body: {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
      },
    }),
    ['context-too-long'],
  ],
  ['422', status(422, { body: { detail: [{ loc: ['body', 'x'], msg: 'field required' }] } }), ['refused-request']],
  ['451', status(451), ['refused-request', 'bad-answer', 'unauthorized']],
  [
    '400 temperature',
    refuses(
      'temperature',
      "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
    ),
    'words',
  ],
  [
    '400 max_tokens',
    refuses(
      'max_tokens',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    'words',
  ],
  [
    '400 max_completion_tokens',
    refuses('max_completion_tokens', 'Unrecognized request argument supplied: max_completion_tokens'),
    'words',
  ],
  [
    '400 stream_options',
    refuses(
      'stream_options',
      "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]",
    ),
    'words',
  ],
  [
    '400 stream_options (FastAPI 422)',
    (request) =>
      'stream_options' in request.body
        ? status(422, {
            body: {
              detail: [
                { loc: ['body', 'stream_options'], msg: 'extra fields not permitted', type: 'value_error.extra' },
              ],
            },
          })
        : undefined,
    'words',
  ],
  [
    'a redirect to the same host',
    (request) =>
      request.path.startsWith('/moved')
        ? undefined
        : status(307, { headers: { location: '/moved/v1/chat/completions' } }),
    ['refused-address', 'bad-answer', 'refused-request', 'unreachable'],
  ],
  [
    'a redirect elsewhere',
    status(302, { headers: { location: 'http://127.0.0.1:9/v1/chat/completions' } }),
    ['refused-address', 'bad-answer', 'refused-request', 'unreachable'],
  ],
  [
    'a redirect in circles',
    status(307, { headers: { location: '/v1/chat/completions' } }),
    ['refused-address', 'bad-answer', 'refused-request', 'unreachable'],
  ],
  [
    'gzip that is none',
    wire([whole.join('')], { headers: { 'content-encoding': 'gzip' } }),
    ['bad-answer', 'cut', 'unreachable'],
  ],
  [
    'bytes that are no UTF-8',
    wire([
      ...said.slice(0, 2),
      Buffer.concat([
        Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}}]}\n\n'),
      ]),
      stop,
      DONE,
    ]),
    ['bad-answer', 'cut'],
  ],
]

const TEXTS_VECTORS = [
  [1, 0],
  [0, 1],
  [1, 1],
]
const listing = (data: unknown, more: object = {}): string =>
  JSON.stringify({ object: 'list', model: 'e', data, usage: { prompt_tokens: 3, total_tokens: 3 }, ...more })
const vector = (embedding: unknown, index?: number): object => ({
  object: 'embedding',
  embedding,
  ...(index !== undefined && { index }),
})
const inOrder = TEXTS_VECTORS.map((one, index) => vector(one, index))
const odd = [vector([1, 0], 0), vector([1, 0], 1), vector([1, 1], 2)]
/** Answers to three texts: the vectors of `VECTORS` in the order of the texts, or none at all. */
export const VECTORS = TEXTS_VECTORS
export const EMBEDDINGS: [habit: string, body: string, isGood: boolean][] = [
  ['in order', listing(inOrder), true],
  ['in another order, by index', listing([inOrder[2], inOrder[0], inOrder[1]]), true],
  ['without index', listing(TEXTS_VECTORS.map((one) => vector(one))), true],
  [
    'as base64',
    listing(TEXTS_VECTORS.map((one, at) => vector(Buffer.from(new Float32Array(one).buffer).toString('base64'), at))),
    true,
  ],
  ['no usage', listing(inOrder, { usage: undefined }), true],
  ['a negative usage', listing(inOrder, { usage: { prompt_tokens: -3 } }), true],
  ['one too few', listing(inOrder.slice(1)), false],
  ['one too many', listing([...inOrder, vector([2, 2], 3)]), false],
  ['unequal lengths', listing([vector([1, 0], 0), vector([1], 1), vector([1, 1], 2)]), false],
  ['null in it', listing([vector([1, null], 0), ...inOrder.slice(1)]), false],
  ['NaN', listing(odd).replace('[1,0]', '[NaN,0]'), false],
  ['1e999', listing(odd).replace('[1,0]', '[1e999,0]'), false],
  ['words', listing([vector(['a', 'b'], 0), ...inOrder.slice(1)]), false],
  ['empty vectors', listing(TEXTS_VECTORS.map((_, at) => vector([], at))), false],
  ['the same index twice', listing([vector([1, 0], 0), vector([0, 1], 0), vector([1, 1], 2)]), false],
  ['index from 1', listing(TEXTS_VECTORS.map((one, at) => vector(one, at + 1))), false],
  ['an error with 200', '{"error":{"message":"no"}}', false],
  ['nothing', '', false],
]
export const TRANSCRIPTS: [habit: string, body: string, text: string | null][] = [
  ['plain', '{"text":"Hello.","language":"english","duration":1.5}', 'Hello.'],
  ['only text', '{"text":"Hello."}', 'Hello.'],
  ['nulls', '{"text":"Hello.","language":null,"duration":null}', 'Hello.'],
  ['the length as text', '{"text":"Hello.","duration":"1.5"}', 'Hello.'],
  ['odd segments', '{"text":"Hello.","segments":[{"start":null}]}', 'Hello.'],
  ['silence', '{"text":""}', ''],
  ['an error with 200', '{"error":"Unsupported audio"}', null],
  ['no text', '{"text":null}', null],
  ['a number', '{"text":5}', null],
]
/** What servers say that cannot hold an answer to a schema, or do not take what else was sent. */
export const REFUSED_FORMATS: [habit: string, parameter: string, status: number, body: object][] = [
  [
    'OpenAI',
    'response_format',
    400,
    body("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."),
  ],
  ['DeepSeek', 'response_format', 400, body('This response_format type is unavailable now')],
  ['FastAPI', 'response_format', 422, { detail: 'response_format not supported' }],
  [
    'OpenRouter',
    'response_format',
    404,
    body('No endpoints found that support the requested parameters', { code: 404 }),
  ],
  ['llama.cpp', 'response_format', 500, body('failed to parse grammar', { code: 500 })],
  ['not implemented', 'response_format', 501, body('json_schema not implemented')],
  [
    'an invalid schema',
    'response_format',
    400,
    body("Invalid schema for response_format 'answer': In context=(), 'required' is required"),
  ],
  ['no temperature', 'temperature', 400, body('Unsupported parameter: temperature')],
  ['no max_tokens', 'max_tokens', 400, body('Unsupported parameter: max_tokens')],
]
