import type { Database } from '../../database.ts'
import { buildSchemaCache } from './build-cache.ts'
import { CATALOGUE, type RawCatalogue } from './catalogue.ts'
import type { SchemaCache } from './model.ts'

/** The schema cache of one database: read when first needed, and again when a definition has changed. */
export type SchemaSource = {
  current: () => Promise<SchemaCache>
  /** Reads again, unless nothing changed since this one was read. */
  newerThan: (known: SchemaCache) => Promise<SchemaCache | undefined>
  /** Forgets what was read: after a migration. */
  forget: () => void
}

/** Names of catalogue types are qualified unless they are on the path; only the system's are to be bare. */
const READER = { role: 'anon', settings: { search_path: 'pg_catalog' } }

/** What changes with every definition: which transactions wrote the rows of the catalogues that are read. */
const FINGERPRINT = `select concat_ws(' ',
  (select sum(hashtext(xmin::text)::bigint) from pg_class where oid >= 16384),
  (select sum(hashtext(xmin::text)::bigint) from pg_constraint where oid >= 16384),
  (select sum(hashtext(xmin::text)::bigint) from pg_proc where oid >= 16384),
  (select sum(hashtext(xmin::text)::bigint) from pg_attribute where attrelid >= 16384)) as fingerprint`

/** So long what was read is believed without a look; what is not found is looked for at once. */
const BELIEVED_MS = 5000

type Held = { cache: SchemaCache; fingerprint: string }

/** What was read of one database, for others that are copies of it; empty until it was read. */
export type SharedSchema = { read?: Promise<Held> }

/** @param now milliseconds */
export function openSchemaSource(
  database: Database,
  schemas: string[],
  now: () => number,
  shared: SharedSchema = {},
): SchemaSource {
  let loading = shared.read
  let checkedAt = loading === undefined ? 0 : now()
  const load = (): Promise<Held> => {
    const reading = read(database, schemas)
    loading = reading
    shared.read ??= reading
    checkedAt = now()
    reading.catch(() => {
      if (loading === reading) loading = undefined
      if (shared.read === reading) delete shared.read
    })
    return reading
  }
  const changed = async (held: Held): Promise<Held | undefined> => {
    checkedAt = now()
    return held.fingerprint === (await fingerprintOf(database)) ? undefined : load()
  }
  return {
    async current() {
      const held = await (loading ?? load())
      if (now() - checkedAt < BELIEVED_MS) return held.cache
      return ((await changed(held)) ?? held).cache
    },
    async newerThan(known) {
      const held = await (loading ?? load())
      return held.cache === known ? (await changed(held))?.cache : held.cache
    },
    forget: () => (loading = undefined),
  }
}

async function fingerprintOf(database: Database): Promise<string> {
  const { rows } = await database.query<{ fingerprint: string }>(FINGERPRINT, [], READER)
  return rows[0]!.fingerprint
}

async function read(database: Database, schemas: string[]): Promise<{ cache: SchemaCache; fingerprint: string }> {
  return database.transaction(
    READER,
    async (query) => {
      const before = await query<{ fingerprint: string }>(FINGERPRINT)
      const { rows } = await query<{ catalogue: string }>(CATALOGUE)
      const raw = JSON.parse(rows[0]!.catalogue) as RawCatalogue
      return { cache: buildSchemaCache(raw, schemas), fingerprint: before.rows[0]!.fingerprint }
    },
    { isReadOnly: true },
  )
}
