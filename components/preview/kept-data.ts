import { createStore, delMany, get, getMany, keys, setMany, type UseStore } from 'idb-keyval'
import type { Dump, Told } from '@/lib/app-runtime/tab/frame-link'
import { keep, readKeptJson } from '../ui/browser-storage'

/** What was done in a preview, as this browser keeps it from one visit to the next. */
export type Kept = {
  /** Of the preview that it was done in; another one begins anew. */
  dataKey: string
  dump: Dump
  mails: Told['mail'][]
}
export type Keeping = 'kept' | 'tooBig' | 'refused'

/** A compressed database of a few thousand rows has about 5 MB, nearly all of it Postgres' own. */
export const MAX_KEPT_BYTES = 32 * 1024 * 1024
/** Of all projects; what was written longest ago goes. */
const MAX_KEPT = 12

let opened: UseStore | null = null
const store = (): UseStore => (opened ??= createStore('devora-previews', 'kept'))
/** A project's migrations come and go with its versions, and each state of them has data of its own. */
const recordKey = (key: string, dataKey: string): string => `${key} ${dataKey}`
const usedKey = (record: string): string => `used ${record}`
const USED = /^used (.+)$/

export function sizeOf({ snapshot, objects, people }: Dump): number {
  const files = objects.reduce((sum, { bytes }) => sum + bytes.length, 0)
  return snapshot.byteLength + files + JSON.stringify(people).length
}

/**
 * What there is of these migrations and this seed, and whether there is anything of others. Nothing when the browser
 * keeps nothing (a private window).
 */
export async function readKept(key: string, dataKey: string): Promise<{ kept: Kept | null; hasOther: boolean }> {
  try {
    const kept = (await get<Kept>(recordKey(key, dataKey), store())) ?? null
    const names = await keys<string>(store())
    return { kept, hasOther: kept === null && names.some((name) => name.startsWith(`${key} `)) }
  } catch {
    return { kept: null, hasOther: false }
  }
}

export async function writeKept(key: string, kept: Kept): Promise<Keeping> {
  if (sizeOf(kept.dump) > MAX_KEPT_BYTES) return 'tooBig'
  const record = recordKey(key, kept.dataKey)
  try {
    await setMany(
      [
        [record, kept],
        [usedKey(record), Date.now()],
      ],
      store(),
    )
    await forgetOldest()
    return 'kept'
  } catch {
    return 'refused'
  }
}

export async function dropKept(key: string, dataKey: string): Promise<void> {
  const record = recordKey(key, dataKey)
  await delMany([record, usedKey(record)], store()).catch(() => undefined)
}

async function forgetOldest(): Promise<void> {
  const names = (await keys<string>(store())).flatMap((name) => USED.exec(name)?.[1] ?? [])
  if (names.length <= MAX_KEPT) return
  const times = await getMany<number>(names.map(usedKey), store())
  const oldest = names
    .map((name, at) => ({ name, time: times[at] ?? 0 }))
    .sort((one, other) => one.time - other.time)
    .slice(0, names.length - MAX_KEPT)
  for (const { name } of oldest) await delMany([name, usedKey(name)], store())
}

const placeKey = (key: string): string => `devora.preview.place.${key}`

export type KeptPlace = { person: string; url: string }

/** Who was shown last, and where; told at every step, so it is no part of the big record. */
export function keepPlace(key: string, place: KeptPlace): void {
  keep(placeKey(key), JSON.stringify(place))
}
export function readPlace(key: string): KeptPlace | null {
  const { person, url } = (readKeptJson(placeKey(key)) ?? {}) as Partial<KeptPlace>
  return typeof person === 'string' && typeof url === 'string' ? { person, url } : null
}
