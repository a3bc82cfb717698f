import type { Told } from '../../core/told'
import { invalid } from '../../core/errors'
import { isStorable } from '../../core/text'
import type { ImagePart } from '../../integrations/models/port'
import { refusePath } from '../spec/file-path'
import type { FileRef } from '../spec/manifest'
import { IMAGE_TYPES, MAX_ATTACHED_BYTES, MAX_IMAGE_BYTES, MAX_TEXT_BYTES, TEXT_ENDINGS } from './constants'
import type { Attachment } from './contract'

/** An attachment as a run keeps it; its bytes lie among the blobs. */
export type AttachmentRef = FileRef & { name: string; mediaType: string }
export type CheckedAttachment = { name: string; mediaType: string; bytes: Uint8Array }

type ImageType = ImagePart['mediaType']

export const isImageType = (type: string): type is ImageType => IMAGE_TYPES.some((one) => one === type)

/** What each format begins with. https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern */
const SIGNATURES: Record<ImageType, RegExp> = {
  // eslint-disable-next-line no-control-regex -- made so that text is never taken for an image
  'image/png': /^\x89PNG\r\n\x1a\n/,
  'image/jpeg': /^\xff\xd8\xff/,
  'image/webp': /^RIFF[\s\S]{4}WEBPVP/,
  'image/gif': /^GIF8[79]a/,
}
const TEXT_TYPE =
  /^(?:text\/[\w.+-]+|application\/(?:json|sql|xml|yaml|x-yaml|toml|graphql|javascript|x-javascript|typescript))$/

/**
 * Decodes what was attached and holds it to what it says it is.
 * @throws invalid_input naming the field, as in `attachments.0.data`
 */
export function checkAttachments(given: readonly Attachment[]): CheckedAttachment[] {
  let total = 0
  return given.map((one, index) => {
    const badName = refuseName(one.name)
    if (badName !== null) throw invalid(`attachments.${index}.name`, badName)
    // A person knows the file by its name, not by its place in the request.
    const refuse = (field: keyof Attachment, reason: Told) =>
      invalid(`attachments.${index}.${field}`, [{ key: 'reason.ofFile', values: { name: one.name } }, reason])
    // Parameters, as in `text/plain; charset=utf-8`, say nothing that is not checked here.
    const mediaType = one.mediaType.split(';')[0]!.trim().toLowerCase()
    const badType = refuseType(one.name, mediaType)
    if (badType !== null) throw refuse(...badType)
    const bytes = Buffer.from(one.data, 'base64')
    // Node skips what is no base64; only the exact form says that nothing was skipped.
    if (bytes.toString('base64') !== one.data) throw refuse('data', { key: 'reason.notBase64' })
    const badBytes = isImageType(mediaType) ? refuseImage(bytes, mediaType) : refuseText(bytes)
    if (badBytes !== null) throw refuse('data', badBytes)
    total += bytes.byteLength
    if (total > MAX_ATTACHED_BYTES) throw refuse('data', { key: 'reason.attachedTogether' })
    return { name: one.name, mediaType, bytes }
  })
}

function refuseName(name: string): Told | null {
  if (name.includes('/') || name.includes('\\')) return { key: 'reason.noFolders' }
  return refusePath(name)
}

function refuseType(name: string, mediaType: string): ['name' | 'mediaType', Told] | null {
  if (isImageType(mediaType)) return null
  if (mediaType.startsWith('image/')) return ['mediaType', { key: 'reason.imageTypes' }]
  if (!TEXT_TYPE.test(mediaType)) return ['mediaType', { key: 'reason.attachable' }]
  const ending = name.toLowerCase().split('.').slice(1).at(-1) ?? ''
  return TEXT_ENDINGS.some((one) => one === ending)
    ? null
    : ['name', { key: 'reason.textEndings', values: { list: TEXT_ENDINGS.join(', ') } }]
}

function refuseImage(bytes: Buffer, mediaType: ImageType): Told | null {
  if (bytes.byteLength > MAX_IMAGE_BYTES) return { key: 'reason.imageLarge' }
  return SIGNATURES[mediaType].test(bytes.subarray(0, 16).toString('latin1'))
    ? null
    : { key: 'reason.otherContent', values: { type: mediaType } }
}

function refuseText(bytes: Buffer): Told | null {
  if (bytes.byteLength > MAX_TEXT_BYTES) return { key: 'reason.textLarge' }
  try {
    return isStorable(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) ? null : { key: 'reason.textFileNul' }
  } catch {
    return { key: 'reason.textFileUtf8' }
  }
}
