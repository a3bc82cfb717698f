import { readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Negotiator from 'negotiator'

/** How the build writes a file once more, compressed as small as it goes (`scripts/launch/compress.mjs`). */
const ENDING = '.br'
const TYPES = [
  ['.js', 'application/javascript; charset=UTF-8'],
  ['.css', 'text/css; charset=UTF-8'],
] as const

/** The addresses below `prefix` of the files in `folder` that are there compressed, too. */
export function precompressed(folder: string, prefix: string): ReadonlySet<string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Set(
    names.filter((name) => name.endsWith(ENDING)).map((name) => `${prefix}/${name.slice(0, -ENDING.length)}`),
  )
}

/**
 * Leads a request for a file of the build to its compressed copy, where the browser takes it. Next answers with that
 * file as with any other (its tag, its ranges, how long it may be kept), under the type of what is in it; having an
 * encoding already, it is not compressed again. All others get what Next compresses while it answers.
 */
export function preferPrecompressed(
  request: Pick<IncomingMessage, 'url' | 'headers'>,
  response: Pick<ServerResponse, 'setHeader'>,
  files: ReadonlySet<string>,
): void {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/.exec(request.url ?? '') ?? []
  const type = TYPES.find(([ending]) => path.endsWith(ending))?.[1]
  if (type === undefined || !files.has(path)) return
  if (new Negotiator(request).encoding(['br']) === undefined) return
  request.url = `${path}${ENDING}${query}`
  response.setHeader('Content-Type', type)
  response.setHeader('Content-Encoding', 'br')
  response.setHeader('Vary', 'Accept-Encoding')
}
