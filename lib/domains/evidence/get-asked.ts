import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { getFile } from '../projects/get-file'
import { getReport } from '../projects/get-report'
import { getVersion } from '../projects/get-version'
import { openVersion } from '../projects/open-version'
import { DevoraJson } from '../spec/contract'
import { PLAN_FILE } from '../spec/file-path'
import { type AskedView, Report } from './contract'
import { askedIn } from './asked'
import { listPictures } from './pictures/keep-pictures'

type Wishes = Pick<DevoraJson, 'asks' | 'prompts'>
/** As much of the file as is read here: what else may be wrong with it is none of our business. */
const Wishes = DevoraJson.pick({ asks: true, prompts: true }).strip()

/**
 * What was asked of a version, by default the newest, beside what its report says of it. A version whose `devora.json`
 * says no asks, or is broken, has none.
 * @throws not_found project or version
 */
export async function getAsked(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<AskedView> {
  const { id } = input
  const { number, manifest } = await openVersion(ctx, who, id, input.version)
  const file = manifest.has(PLAN_FILE) ? await getFile(ctx, who, { id, path: PLAN_FILE, version: number }) : null
  const wishes = wishesIn(file?.content ?? null)
  const { asks = [], prompts = [] } = wishes
  const { asked, tried } = await evidenceOf(ctx, who, id, number)
  const results = askedIn(wishes, tried).asks ?? []
  const pictures = await listPictures(ctx, id, number)
  return {
    version: number,
    asked,
    prompts,
    asks: asks.map((ask, at) => ({
      ...ask,
      result: results[at]!,
      pictures: pictures.filter((one) => one.ask === ask.id),
    })),
  }
}

/** The asks in the text of a `devora.json`; none in one that is broken. */
export function wishesIn(text: string | null): Wishes {
  if (text === null) return {}
  try {
    return Wishes.safeParse(JSON.parse(text)).data ?? {}
  } catch {
    return {}
  }
}

async function evidenceOf(
  ctx: Ctx,
  who: Principal,
  id: string,
  number: number,
): Promise<{ asked: AskedView['asked']; tried: ReadonlyMap<string, NonNullable<Report['asks']>[number]> }> {
  const nothing = { asked: null, tried: new Map() }
  if (number === 0) return nothing
  const { status, asked } = await getVersion(ctx, who, { id, number })
  if (status === null) return nothing
  const report = Report.safeParse(await getReport(ctx, who, { id, version: number }))
  return { asked, tried: new Map((report.data?.asks ?? []).map((one) => [one.id, one])) }
}
