import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { filesBelow } from './project.mjs'

const compress = promisify(brotliCompress)
/** Smaller than this a copy saves nothing that anybody notices. */
const MIN_BYTES = 1_000
/**
 * Made once and sent to everybody: 10 is a seventh smaller than gzip and takes a second of CPU for a megabyte, 9 a
 * twelfth and a fifteenth of that. What is large is the API reference and other things that few load.
 */
const QUALITY = { usual: 10, large: 9 }
const LARGE_BYTES = 300_000

/**
 * Writes scripts and styles of a build once more, compressed by Brotli: a good tenth less over the wire than what is
 * compressed while somebody waits. `lib/http/precompressed.ts` serves them.
 * @param {string} folder of static files
 */
export async function compressBelow(folder) {
  const files = filesBelow(folder, new Set()).filter((file) => /\.(?:js|css)$/.test(file))
  await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file)
      if (bytes.length < MIN_BYTES) return
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE_BYTES ? QUALITY.large : QUALITY.usual,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      }
      await writeFile(`${file}.br`, await compress(bytes, { params }))
    }),
  )
}
