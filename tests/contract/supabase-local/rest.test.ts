import { afterAll, beforeAll, describe } from 'vitest'
import { DATABASES, type Local, openLocal } from '../../support/supabase-local'
import { LIBRARY } from './rest/library'
import { readSuite } from './rest/read-suite'

describe.each(DATABASES)('PostgREST by the client library: %s', (kind) => {
  let local: Local
  beforeAll(async () => {
    local = await openLocal(kind, LIBRARY)
  })
  afterAll(() => local?.close())

  readSuite(() => local)
})
