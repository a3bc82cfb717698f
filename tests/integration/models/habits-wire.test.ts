import { appendFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { ModelError } from '../../../lib/integrations/models/port'
import { chatRequest, collect, portTo } from '../../support/model-requests'
import { startModelServer } from '../../support/model-server'
import { WIRE, WORDS } from '../../support/answers/wire-answers'
const put = (row: object): void => appendFileSync('/tmp/wire.jsonl', JSON.stringify(row) + '\n')
it('stream', async () => {
  await Promise.all(WIRE.map(async ([habit, fault, outcome]) => {
    const server = await startModelServer((r) => ({ text: WORDS, fault: typeof fault === 'function' ? fault(r, r.index) : fault }))
    const port = portTo(server, { timeouts: { firstTokenMs: 3_000, betweenTokensMs: 2_000, totalMs: 10_000 }, retry: { attempts: 2 } as never })
    const t = performance.now()
    const r = await collect(port.streamText(chatRequest({ temperature: 0.2 })))
    const ms = performance.now() - t
    let verdict = 'ok'; const notes: string[] = [JSON.stringify({ reason: r.reason, usage: r.usage, text: r.text === WORDS ? 'WORDS' : r.text.slice(0, 80) })]
    const u = r.usage ?? (r.error as ModelError | null)?.usage
    if (u && (!(u.inputTokens >= 0 && u.inputTokens < 1e7) || !(u.outputTokens >= 0 && u.outputTokens < 1e7) || !Number.isInteger(u.inputTokens))) { verdict = 'WRONG'; notes.push('usage') }
    if (r.error && !(r.error instanceof ModelError)) verdict = 'CRASH'
    else if (outcome === 'words') { if (r.error || r.text !== WORDS || r.reason !== 'stop') verdict = r.error ? 'LOST' : 'WRONG' }
    else if (outcome === 'part') { if (r.error || r.reason === 'stop' || r.text !== WORDS) verdict = 'WRONG' }
    else if (!r.error) verdict = 'WRONG'
    else if (!outcome.includes((r.error as ModelError).kind)) verdict = 'WRONG'
    if (ms > 6_000) verdict = 'SLOW'
    put({ set: 'stream', habit, outcome: String(outcome), verdict, calls: server.requests.length, got: notes, error: r.error && String(r.error), problems: [], notes, ms: Math.round(ms) })
    await server.stop()
  }))
}, 120_000)
const TEXTS = ['one', 'two', 'three']
const emb = (data: unknown, more: object = {}): string => JSON.stringify({ object: 'list', model: 'e', data, usage: { prompt_tokens: 3, total_tokens: 3 }, ...more })
const v = (embedding: unknown, index?: number): object => ({ object: 'embedding', embedding, ...(index !== undefined && { index }) })
const GOOD = [[1, 0], [0, 1], [1, 1]]
const EMBED: [string, string, boolean][] = [
  ['good', emb(GOOD.map((x, i) => v(x, i))), true],
  ['in another order, by index', emb([v(GOOD[2], 2), v(GOOD[0], 0), v(GOOD[1], 1)]), true],
  ['no index', emb(GOOD.map((x) => v(x))), true],
  ['one too few', emb(GOOD.slice(1).map((x, i) => v(x, i))), false],
  ['one too many', emb([...GOOD, [2, 2]].map((x, i) => v(x, i))), false],
  ['unequal lengths', emb([v([1, 0], 0), v([1], 1), v([1, 1], 2)]), false],
  ['null in it', emb([v([1, null], 0), v([1, 0], 1), v([1, 1], 2)]), false],
  ['NaN', emb([v([1, 0], 0), v([1, 0], 1), v([1, 1], 2)]).replace('[1,0]', '[NaN,0]'), false],
  ['1e999', emb([v([1, 0], 0), v([1, 0], 1), v([1, 1], 2)]).replace('[1,0]', '[1e999,0]'), false],
  ['text', emb([v(['a', 'b'], 0), v([1, 0], 1), v([1, 1], 2)]), false],
  ['empty vectors', emb(TEXTS.map((_, i) => v([], i))), false],
  ['all zeros', emb(TEXTS.map((_, i) => v([0, 0], i))), true],
  ['the same index twice', emb([v(GOOD[0], 0), v(GOOD[1], 0), v(GOOD[2], 2)]), false],
  ['index from 1', emb(GOOD.map((x, i) => v(x, i + 1))), false],
  ['base64', emb(GOOD.map((x, i) => v(Buffer.from(new Float32Array(x).buffer).toString('base64'), i))), true],
  ['no usage', emb(GOOD.map((x, i) => v(x, i)), { usage: undefined }), true],
  ['usage negative', emb(GOOD.map((x, i) => v(x, i)), { usage: { prompt_tokens: -3 } }), true],
  ['HTML', '<html>', false],
  ['error with 200', '{"error":{"message":"no"}}', false],
  ['ollama style', JSON.stringify({ embeddings: GOOD }), false],
  ['nothing', '', false],
]
it('embed', async () => {
  await Promise.all(EMBED.map(async ([habit, body, ok]) => {
    const server = await startModelServer(() => ({ fault: { kind: 'content-type', type: 'application/json', body } }))
    const port = portTo(server, { retry: { attempts: 2 } as never })
    let verdict = 'ok'; let error: unknown = null; let got: unknown = null
    try { const r = await port.embed({ model: 'e', texts: TEXTS, signal: new AbortController().signal }); got = r; if (!ok) verdict = 'WRONG'; else if (habit !== 'all zeros' && JSON.stringify(r.vectors) !== JSON.stringify(GOOD)) verdict = 'WRONG'; if (r.usage.inputTokens < 0) verdict = 'WRONG' } catch (e) { error = e; if (!(e instanceof ModelError)) verdict = 'CRASH'; else if (ok) verdict = 'LOST' }
    put({ set: 'embed', habit, outcome: String(ok), verdict, calls: server.requests.length, got: JSON.stringify(got), error: error && String(error), problems: [], notes: [], ms: 0 })
    await server.stop()
  }))
})
const TRANS: [string, string, string, boolean][] = [
  ['good', 'application/json', '{"text":"Hello.","language":"english","duration":1.5}', true],
  ['only text', 'application/json', '{"text":"Hello."}', true],
  ['null language', 'application/json', '{"text":"Hello.","language":null,"duration":null}', true],
  ['duration as text', 'application/json', '{"text":"Hello.","language":"en","duration":"1.5"}', true],
  ['segments odd', 'application/json', '{"text":"Hello.","segments":[{"start":null}]}', true],
  ['empty text', 'application/json', '{"text":""}', true],
  ['plain text', 'text/plain', 'Hello.', false],
  ['error with 200', 'application/json', '{"error":"Unsupported audio"}', false],
  ['HTML', 'text/html', '<html>', false],
  ['text null', 'application/json', '{"text":null}', false],
  ['text is a number', 'application/json', '{"text":5}', false],
]
it('transcribe', async () => {
  await Promise.all(TRANS.map(async ([habit, type, body, ok]) => {
    const server = await startModelServer(() => ({ fault: { kind: 'content-type', type, body } }))
    const port = portTo(server, { retry: { attempts: 2 } as never })
    let verdict = 'ok'; let error: unknown = null; let got: unknown = null
    try { const r = await port.transcribe({ model: 'w', audio: new Uint8Array([1, 2, 3]), mediaType: 'audio/webm', signal: new AbortController().signal }); got = r; if (!ok) verdict = 'WRONG' } catch (e) { error = e; if (!(e instanceof ModelError)) verdict = 'CRASH'; else if (ok) verdict = 'LOST' }
    put({ set: 'transcribe', habit, outcome: String(ok), verdict, calls: server.requests.length, got: JSON.stringify(got), error: error && String(error), problems: [], notes: [], ms: 0 })
    await server.stop()
  }))
})
const Schema = z.object({ name: z.string() })
const no = (p: string, status = 400, body?: object) => (r: { body: Record<string, unknown> }) => (p in r.body ? { kind: 'status' as const, status, body: body ?? { error: { message: `Unsupported parameter: ${p}`, param: p } } } : undefined)
const OBJ: [string, (r: { body: Record<string, unknown>; index: number }) => object | undefined, boolean][] = [
  ['400 response_format', no('response_format'), true],
  ['400 response_format (json_schema unsupported)', no('response_format', 400, { error: { message: "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", param: 'response_format' } }), true],
  ['400 response_format (DeepSeek)', no('response_format', 400, { error: { message: 'This response_format type is unavailable now' } }), true],
  ['422 response_format', no('response_format', 422, { detail: 'response_format not supported' }), true],
  ['404 no endpoints (OpenRouter)', no('response_format', 404, { error: { message: 'No endpoints found that support the requested parameters', code: 404 } }), true],
  ['500 grammar (llama.cpp)', no('response_format', 500, { error: { message: 'failed to parse grammar', code: 500 } }), true],
  ['501', no('response_format', 501, { error: { message: 'json_schema not implemented' } }), true],
  ['400 invalid schema', no('response_format', 400, { error: { message: "Invalid schema for response_format 'answer': In context=(), 'required' is required", param: 'response_format' } }), true],
  ['400 temperature', no('temperature'), true],
  ['400 max_tokens', no('max_tokens'), true],
  ['503 once', (r) => (r.index === 0 ? { kind: 'status', status: 503 } : undefined), true],
]
it('objects', async () => {
  await Promise.all(OBJ.map(async ([habit, fault, ok]) => {
    for (const model of ['gpt-4o-mini', 'house-model']) {
    const server = await startModelServer((r) => ({ object: { name: 'x' }, fault: fault(r) as never }))
    const port = portTo(server, { retry: { attempts: 2 } as never })
    let verdict = 'ok'; let error: unknown = null; let got: unknown = null
    try { got = await port.generateObject(chatRequest({ model, temperature: 0.2 }), Schema); if (!ok) verdict = 'WRONG' } catch (e) { error = e; if (!(e instanceof ModelError)) verdict = 'CRASH'; else if (ok) verdict = 'LOST' }
    put({ set: `object-${model}`, habit, outcome: String(ok), verdict, calls: server.requests.length, got: JSON.stringify(got), error: error && String(error), problems: [], notes: [], ms: 0 })
    await server.stop()
    }
  }))
})
