import { mediaTypeError } from './errors.ts'

/** How an answer is written. */
export type Media = {
  format: 'array' | 'object' | 'csv' | 'openapi'
  stripNulls: boolean
  contentType: string
}

type Accepted = { type: string; parameters: string; quality: number; text: string }

const JSON_TYPE = 'application/json; charset=utf-8'

/** Chooses from `Accept` by quality, then by order. Plans are refused as PostgREST does when they are not enabled. */
export function negotiate(header: string | null, isRoot: boolean): Media {
  const accepted = readAccept(header)
  for (const { type, parameters } of accepted) {
    const media = mediaOf(type, parameters, isRoot)
    if (media !== undefined) return media
  }
  throw mediaTypeError(accepted.map((one) => one.text))
}

function readAccept(header: string | null): Accepted[] {
  if (header === null || header.trim() === '') return [{ type: '*/*', parameters: '', quality: 1, text: '*/*' }]
  return header
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const quality = parameters.find((piece) => piece.startsWith('q='))?.slice(2)
      const others = parameters.filter((piece) => !piece.startsWith('q=')).join(';')
      const text = others === '' ? type : `${type};${others}`
      return { type: type.toLowerCase(), parameters: others, quality: Number(quality ?? 1), text }
    })
    .sort((one, other) => other.quality - one.quality)
}

function mediaOf(type: string, parameters: string, isRoot: boolean): Media | undefined {
  const stripNulls = parameters.includes('nulls=stripped')
  const isJson = type === 'application/json' || type === 'application/*' || type === '*/*'
  if (isRoot) {
    if (!isJson && type !== 'application/openapi+json') return undefined
    return { format: 'openapi', stripNulls: false, contentType: 'application/openapi+json; charset=utf-8' }
  }
  if (isJson) return { format: 'array', stripNulls: false, contentType: JSON_TYPE }
  if (type === 'text/csv') return { format: 'csv', stripNulls: false, contentType: 'text/csv; charset=utf-8' }
  if (type === 'application/vnd.pgrst.array+json' || type === 'application/vnd.pgrst.array') {
    return { format: 'array', stripNulls, contentType: stripNulls ? vendorType('array', true) : JSON_TYPE }
  }
  if (type === 'application/vnd.pgrst.object+json' || type === 'application/vnd.pgrst.object') {
    return { format: 'object', stripNulls, contentType: vendorType('object', stripNulls) }
  }
  return undefined
}

function vendorType(shape: 'array' | 'object', stripNulls: boolean): string {
  const name = `application/vnd.pgrst.${shape}+json`
  return stripNulls ? `${name}; nulls=stripped; charset=utf-8` : `${name}; charset=utf-8`
}
