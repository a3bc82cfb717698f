import type { Ctx } from '../../context'
import { invalid } from '../../core/errors'
import type { Principal } from '../../http/principal'
import { isModelError, type ModelPort, type ProbeLine } from '../../integrations/models/port'
import { BUILTIN_MODEL, type ModelTest } from './contract'
import { LIST_MS, ownModelServer } from './internal/model-access'

/** All questions together; a server at home may load its model first. */
const TEST_MS = 120_000

/** What each line says when it is well, when it works in another way, and when nobody knows. */
const SENTENCES: Record<ProbeLine['what'], { yes: string; other?: string; no?: string; unknown: string }> = {
  reached: { yes: 'The server answers at this address.', unknown: 'Not tried.' },
  key: { yes: 'The key is accepted.', unknown: 'Not tried: reach the server first.' },
  model: { yes: 'The model is there.', unknown: 'Not tried: the key comes first.' },
  answers: { yes: 'It answers questions.', unknown: 'Not tried: the model comes first.' },
  system: {
    yes: 'Takes a system prompt.',
    other: 'Takes no system prompt: instructions stand in the first message. Nothing to do.',
    unknown: 'Not tried: it has to answer first.',
  },
  stream: {
    yes: 'Streams its answers.',
    other: 'Gives no stream: you see an answer when it is whole. Nothing to do.',
    unknown: 'Not tried: it has to answer first.',
  },
  json: {
    yes: 'Keeps to a JSON schema.',
    other: 'Has no JSON schema: JSON is asked for in words, and checked. Nothing to do.',
    no: 'Gave no usable JSON, so plans come from the built-in generator. Choose a stronger model.',
    unknown: 'Not tried: it has to answer first.',
  },
  images: {
    yes: 'Takes pictures.',
    no: 'Takes no pictures: attached ones are left out. Choose a model that sees, if they matter.',
    unknown: 'Not tried: it has to answer first.',
  },
  output: { yes: '', unknown: '' },
  context: { yes: '', unknown: '' },
}

function sentenceOf({ what, state, detail }: ProbeLine): string {
  if (what === 'output' || what === 'context') {
    if (detail === '') return 'Not tried: it has to answer first.'
    const tokens = Number(detail).toLocaleString('en')
    const name = what === 'output' ? `An answer may have ${tokens} tokens` : `It reads ${tokens} tokens`
    return state === 'yes' ? `${name}.` : `${name} as far as Devora dares: the server does not say how many.`
  }
  const told = SENTENCES[what]
  if (state === 'no' && (what === 'json' || what === 'images') && told.no !== undefined) return told.no
  return (state === 'no' ? detail : told[state]) ?? detail
}

/** The named model, the default one, or the only one of the server. */
async function modelToTest(port: ModelPort, wanted: string | null): Promise<string | null> {
  if (wanted !== null && wanted !== BUILTIN_MODEL) return wanted
  const models = await port.listModels(AbortSignal.timeout(LIST_MS))
  return models.length === 1 ? models[0]!.id : null
}

/**
 * Asks the caller's own server a few tiny questions, on their key, and keeps what they teach for their runs. A wrong
 * address or key is a result, not an error.
 * @throws invalid_input no server is set · conflict the stored key cannot be read any more
 */
export async function testModel(ctx: Ctx, who: Principal, input: { model?: string | undefined }): Promise<ModelTest> {
  const own = await ownModelServer(ctx, who.userId)
  if (own.port === null) throw invalid('model', 'Save the address of your model server first.')
  const { port } = own
  let model: string | null = null
  try {
    model = await modelToTest(port, input.model ?? own.defaultModel)
    if (model === null) {
      const text = 'The server answers. It has several models, or none: choose one, save, and test again.'
      return { model, lines: [{ what: 'reached', state: 'yes', text }] }
    }
    const lines = await port.probe(model, AbortSignal.timeout(TEST_MS))
    return { model, lines: lines.map((line) => ({ what: line.what, state: line.state, text: sentenceOf(line) })) }
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError'
    if (!isTimeout && !isModelError(error)) throw error
    const text = isTimeout
      ? 'The model server did not answer in time: see that it runs, and test again.'
      : error.message
    return { model, lines: [{ what: 'reached', state: 'no', text }] }
  }
}
