import type { Ctx } from '../../../context'
import { estimateTokens, type ImagePart } from '../../../integrations/models/port'
import { readManifestFiles } from '../../projects/internal/read-manifest'
import { type AttachmentRef, isImageType } from '../check-attachments'
import { isAgentInstructionFile, visibleText, wrapUntrusted } from '../answers/untrusted'
import type { StageModel } from './stage-model'

/** Why an attachment was not used, or not all of it. */
export type Unused = { name: string; reason: 'unseen' | 'unread' | 'instructions' | 'cut' }

/**
 * What came with the prompt, as the stages use it. Images are read from the blobs where they are needed: a checkpoint
 * is no place for them.
 */
export type Attached = {
  images: AttachmentRef[]
  /** Delimited blocks for a model; empty for the built-in generators. */
  blocks: string
  /** What the built-in architect reads beside the prompt: short plain texts. */
  plain: string
  unused: Unused[]
}

/** The most that the built-in architect, which reads sentences, makes sense of. */
const MOST_PLAIN_BYTES = 4 * 1024
const PLAIN_NAME = /\.(?:txt|md)$/i

/**
 * Sorts what was attached: texts into delimited blocks of `maxTokens` together, images for a model that sees. Files
 * that instruct coding agents are nobody's business here.
 * @param model null: the built-in generators
 */
export async function readAttachments(
  ctx: Ctx,
  refs: readonly AttachmentRef[],
  model: { vision: boolean; maxTokens: number } | null,
): Promise<Attached> {
  const unused: Unused[] = []
  const images = refs.filter((ref) => isImageType(ref.mediaType))
  const sees = model?.vision ?? false
  if (!sees) unused.push(...images.map(({ name }) => ({ name, reason: 'unseen' as const })))
  const texts: Array<{ name: string; text: string }> = []
  for (const { ref, bytes } of await readBytesOf(
    ctx,
    refs.filter((each) => !isImageType(each.mediaType)),
  )) {
    if (isAgentInstructionFile(ref.name)) unused.push({ name: ref.name, reason: 'instructions' })
    else texts.push({ name: ref.name, text: visibleText(new TextDecoder().decode(bytes)) })
  }
  const isPlain = (one: { name: string; text: string }) =>
    PLAIN_NAME.test(one.name) && Buffer.byteLength(one.text) <= MOST_PLAIN_BYTES
  const plain = texts
    .filter(isPlain)
    .map(({ text }) => text.trim())
    .join('\n\n')
  if (model === null) {
    unused.push(...texts.filter((one) => !isPlain(one)).map(({ name }) => ({ name, reason: 'unread' as const })))
    return { images: [], blocks: '', plain, unused }
  }
  const { blocks, cut } = fit(texts, model.maxTokens)
  unused.push(...cut.map((name) => ({ name, reason: 'cut' as const })))
  return { images: sees ? images : [], blocks, plain, unused }
}

/** Short texts whole, what they leave is shared by the long ones. */
function fit(
  texts: ReadonlyArray<{ name: string; text: string }>,
  maxTokens: number,
): { blocks: string; cut: string[] } {
  const cut: string[] = []
  const maxChars = new Map<string, number>()
  const bySize = texts.map(({ text }) => ({ text, tokens: estimateTokens(text) })).sort((a, b) => a.tokens - b.tokens)
  let left = maxTokens
  for (const [index, { text, tokens }] of bySize.entries()) {
    const share = Math.min(tokens, Math.floor(left / (bySize.length - index)))
    maxChars.set(text, tokens <= share ? text.length : Math.floor((text.length * share) / tokens))
    left -= share
  }
  const blocks = texts.map(({ name, text }) => {
    const most = maxChars.get(text)!
    if (most < text.length) cut.push(name)
    return wrapUntrusted(text, { label: `attached file ${name}`, maxChars: most })
  })
  return { blocks: blocks.join('\n\n'), cut }
}

/** The images for one call; none for a model that does not see them. */
export async function imagesFor(ctx: Ctx, attached: Attached, use: StageModel): Promise<ImagePart[]> {
  if (attached.images.length === 0 || !use.port.describeModel(use.model).vision) return []
  const read = await readBytesOf(ctx, attached.images)
  return read.flatMap(({ ref, bytes }) =>
    isImageType(ref.mediaType) ? [{ type: 'image' as const, data: bytes, mediaType: ref.mediaType }] : [],
  )
}

async function readBytesOf(
  ctx: Ctx,
  refs: readonly AttachmentRef[],
): Promise<Array<{ ref: AttachmentRef; bytes: Uint8Array }>> {
  if (refs.length === 0) return []
  const files = await readManifestFiles(ctx, new Map(refs.map((ref, index) => [String(index), ref])))
  return refs.map((ref, index) => ({ ref, bytes: files.get(String(index))! }))
}
