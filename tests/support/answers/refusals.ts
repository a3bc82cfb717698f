import type { ModelRequest } from '../model-script'

/** What a server refuses: how it says it, and what of a request it minds. */
export type Refusal = {
  says: unknown
  status?: number
  minds: (request: ModelRequest) => boolean
}
type Body = Record<string, unknown>
const rolesOf = ({ body }: ModelRequest): string[] => (body['messages'] as { role: string }[]).map(({ role }) => role)
const has =
  (...names: string[]) =>
  ({ body }: ModelRequest): boolean =>
    names.some((name) => name in body)
const isStreamed = ({ wantsStream }: ModelRequest): boolean => wantsStream
const hasSystem = (request: ModelRequest): boolean => rolesOf(request).some((role) => /system|developer/.test(role))
const hasDeveloper = (request: ModelRequest): boolean => rolesOf(request).includes('developer')
const isNoTurn = (request: ModelRequest): boolean =>
  rolesOf(request).some((role, at) => role !== (at % 2 === 0 ? 'user' : 'assistant'))
export const limitOf = ({ body }: { body: Body }): number =>
  Number(body['max_tokens'] ?? body['max_completion_tokens'] ?? Infinity)
const over = (most: number) => (request: ModelRequest) => limitOf(request) > most
const error = (message: string, more: Body = {}): Body => ({ error: { message, ...more } })

/** Instructions have to stand in the first message of the user. */
export const NO_SYSTEM: Array<[server: string, Refusal]> = [
  [
    'Gemma behind Gemini',
    { says: error('Developer instruction is not enabled for models/gemma-3-12b'), minds: hasSystem },
  ],
  [
    'vLLM',
    {
      says: { object: 'error', message: 'System role not supported', type: 'BadRequestError', code: 400 },
      minds: hasSystem,
    },
  ],
  ['SGLang', { says: 'jinja2.exceptions.TemplateError: System role not supported', status: 500, minds: hasSystem }],
  [
    'LM Studio',
    {
      says: { error: 'Error rendering prompt with jinja template: "Only user and assistant roles are supported!".' },
      minds: hasSystem,
    },
  ],
  [
    'llama.cpp',
    {
      says: error('Conversation roles must alternate user/assistant/user/assistant/...', { code: 500 }),
      status: 500,
      minds: isNoTurn,
    },
  ],
  [
    'TGI',
    {
      says: {
        error: 'Template error: unknown method, raise_exception: System role not supported',
        error_type: 'template_error',
      },
      status: 422,
      minds: hasSystem,
    },
  ],
  [
    'o1',
    {
      says: error("Unsupported value: 'messages[0].role' does not support 'system' with this model.", {
        param: 'messages[0].role',
      }),
      minds: hasSystem,
    },
  ],
  ['mistral.rs, without a word', { says: '', status: 500, minds: hasSystem }],
  [
    'a gateway, without a word',
    { says: { error: { message: 'Internal Server Error' } }, status: 500, minds: hasSystem },
  ],
  ['with status 200', { says: error('system role is not supported', { code: 400 }), status: 200, minds: hasSystem }],
  [
    'OpenRouter, packed in its own words',
    {
      says: error('Provider returned error', {
        code: 400,
        metadata: { raw: '{"error":{"message":"System role not supported"}}' },
      }),
      minds: hasSystem,
    },
  ],
  [
    'inside the stream',
    { says: 'data: {"error":{"message":"System role not supported","code":400}}\n\n', status: 200, minds: hasSystem },
  ],
  [
    'llama.cpp, inside the stream',
    { says: 'error: {"code":500,"message":"System role not supported"}\n\n', status: 200, minds: hasSystem },
  ],
  ['a validator', { says: error("Input should be 'user' or 'assistant'"), status: 422, minds: hasSystem }],
  ['roles of Gemini', { says: error('Please use a valid role: user, model.'), minds: hasSystem }],
  ['LangChain', { says: error('SystemMessage is not supported for this model'), minds: hasSystem }],
  [
    'a list of roles',
    {
      says: error('messages.0.role: Input should be user or assistant. Invalid role: system'),
      status: 422,
      minds: hasSystem,
    },
  ],
]
/** Asked as `developer` (a name like gpt-5), they know `system`. */
export const NO_DEVELOPER: Array<[server: string, Refusal]> = [
  [
    'DeepSeek',
    {
      says: error('unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`'),
      minds: hasDeveloper,
    },
  ],
  ['Azure', { says: error("messages[0].role does not support 'developer' with this model."), minds: hasDeveloper }],
  [
    'vLLM',
    {
      says: { detail: [{ loc: ['body', 'messages', 0, 'role'], msg: 'Unknown role: developer' }] },
      status: 422,
      minds: hasDeveloper,
    },
  ],
]
export const NO_STREAM: Array<[server: string, Refusal]> = [
  [
    'OpenAI, not verified',
    {
      says: error('Your organization must be verified to stream this model.', {
        param: 'stream',
        code: 'unsupported_value',
      }),
      minds: isStreamed,
    },
  ],
  [
    'o1',
    {
      says: error(
        "Unsupported value: 'stream' does not support true with this model. Only the default (false) value is supported.",
      ),
      minds: isStreamed,
    },
  ],
  [
    'a proxy',
    {
      says: {
        message: "Streaming completion is not support yet, please remove 'stream' key value in the request payload.",
      },
      minds: isStreamed,
    },
  ],
  ['Azure', { says: { message: 'Streaming requests are not yet allowed.' }, status: 403, minds: isStreamed }],
  ['FastAPI', { says: { detail: 'Streaming is not supported' }, status: 501, minds: isStreamed }],
  ['one that names the value', { says: error('stream must be false'), minds: isStreamed }],
  ['one of Python', { says: error('NotImplementedError: stream'), status: 500, minds: isStreamed }],
  ['a gateway', { says: error('stream: true is not implemented'), status: 500, minds: isStreamed }],
]
export const NO_PARAMETER: Array<[server: string, Refusal]> = [
  [
    'temperature, OpenAI',
    {
      says: error(
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
        { param: 'temperature' },
      ),
      minds: has('temperature'),
    },
  ],
  [
    'temperature, by param alone',
    { says: error('This value is not supported', { param: 'temperature' }), minds: has('temperature') },
  ],
  [
    'stream_options, Azure',
    { says: error('Unrecognized request argument supplied: stream_options'), minds: has('stream_options') },
  ],
  [
    'stream_options, Mistral',
    {
      says: {
        object: 'error',
        message: {
          detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' }],
        },
      },
      status: 422,
      minds: has('stream_options'),
    },
  ],
  [
    'stream_options, new-api',
    { says: error("Unknown parameter: 'stream_options'", { param: 'stream_options' }), minds: has('stream_options') },
  ],
  [
    'max_tokens, o1',
    {
      says: error(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        { code: 'unsupported_parameter' },
      ),
      minds: has('max_tokens'),
    },
  ],
  [
    'two of them',
    { says: error('temperature and stream_options: not supported'), minds: has('temperature', 'stream_options') },
  ],
]
/** Servers whose answers may have 2,048 tokens at most, as they say it. */
export const SMALL_LIMIT: Array<[server: string, Refusal]> = [
  [
    'OpenAI',
    {
      says: error(
        'max_tokens is too large: 4096. This model supports at most 2048 completion tokens, whereas you provided 4096.',
        { param: 'max_tokens', code: 'invalid_value' },
      ),
      minds: over(2_048),
    },
  ],
  ['a limit first', { says: error('Output token limit is 2,048; 4,096 requested'), minds: over(2_048) }],
  ['a comparison', { says: error('num_predict 4096 > 2048'), minds: over(2_048) }],
  [
    'DeepSeek',
    { says: error('Invalid max_tokens value, the valid range of max_tokens is [1, 2048]'), minds: over(2_048) },
  ],
  [
    'Bedrock',
    {
      says: error(
        'The maximum tokens you requested exceeds the model limit of 2048. Try again with a maximum tokens value that is lower than 2048.',
      ),
      minds: over(2_048),
    },
  ],
  [
    'Ollama Cloud',
    {
      says: error("max_tokens (4096) exceeds model's maximum output tokens (2048) for model small-v4:0731"),
      minds: over(2_048),
    },
  ],
  [
    'Groq',
    {
      says: error(
        '`max_tokens` must be less than or equal to `2048`, the maximum value for `max_tokens` is less than the `context_window` for this model',
      ),
      minds: over(2_048),
    },
  ],
  [
    'Anthropic',
    {
      says: {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            'max_tokens: 4096 > 2048, which is the maximum allowed number of output tokens for claude-small-20240307',
        },
      },
      minds: over(2_048),
    },
  ],
  [
    'Gemini',
    {
      says: error(
        'Unable to submit request because it has a maxOutputTokens value of 4096 but the supported range is from 1 (inclusive) to 2049 (exclusive).',
      ),
      minds: over(2_049),
    },
  ],
  ['with a comma', { says: error('max_tokens cannot be greater than 2,048'), status: 422, minds: over(2_048) }],
  ['without a number', { says: error('max_tokens is too large'), minds: over(2_048) }],
  [
    'with status 200',
    { says: error('max_completion_tokens must be at most 2048', { code: 400 }), status: 200, minds: over(2_048) },
  ],
]
/** The window would do for the question, but not for so long an answer beside it. */
export const SMALL_WINDOW: Array<[server: string, Refusal]> = [
  [
    'OpenAI',
    {
      says: error(
        "This model's maximum context length is 4096 tokens. However, you requested 4596 tokens (500 in the messages, 4096 in the completion). Please reduce the length of the messages or completion.",
      ),
      minds: over(3_596),
    },
  ],
  [
    'vLLM',
    {
      says: error(
        "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens and your request has 500 input tokens (4096 > 4096 - 500).",
      ),
      minds: over(3_596),
    },
  ],
  [
    'Anthropic',
    {
      says: error(
        'input length and `max_tokens` exceed context limit: 500 + 4096 > 4096, decrease input length or `max_tokens` and try again',
      ),
      minds: over(3_596),
    },
  ],
  [
    'OpenRouter',
    {
      says: error(
        "This endpoint's maximum context length is 4096 tokens. However, you requested about 4596 tokens (500 of text input, 4096 in the output).",
      ),
      minds: over(3_596),
    },
  ],
  [
    'TGI',
    {
      says: {
        error:
          'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 500 `inputs` tokens and 4096 `max_new_tokens`',
      },
      status: 422,
      minds: over(3_596),
    },
  ],
  [
    'OpenRouter, for the credit that is left',
    {
      says: error(
        'This request requires more credits, or fewer max_tokens. You requested up to 4096 tokens, but can only afford 3210.',
        { code: 402 },
      ),
      status: 402,
      minds: over(3_210),
    },
  ],
]
