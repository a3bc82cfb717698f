import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { openVersion } from '../projects/open-version'
import { readPictures } from './pictures/keep-pictures'
import { documentOf } from './pictures/picture'

/**
 * The page at which a scenario of an ask ended, as a document by itself. It is the project's word: whoever serves it
 * sends its policy along (`PICTURE_POLICY` of core).
 * @throws not_found also when none was taken, or it was too large
 */
export async function getPicture(
  ctx: Ctx,
  who: Principal,
  input: { id: string; number: number; ask: string; scenario: number },
): Promise<string> {
  const { number } = await openVersion(ctx, who, input.id, input.number)
  const album = await readPictures(ctx, input.id, number)
  const picture = album?.pictures.find(({ ask, scenario }) => ask === input.ask && scenario === input.scenario)
  if (album == null || picture === undefined || picture.html === null) throw notFound('file')
  return documentOf(album, { ...picture, html: picture.html })
}
