import { afterAll, beforeAll, describe } from 'vitest'
import { DATABASES, type Local, openLocal } from '../../support/supabase-local'
import { callSuite } from './rest/call-suite'
import { errorSuite } from './rest/error-suite'
import { filterSuite } from './rest/filter-suite'
import { LIBRARY } from './rest/library'
import { peopleSuite } from './rest/people-suite'
import { readSuite } from './rest/read-suite'
import { writeSuite } from './rest/write-suite'

describe.each(DATABASES)('PostgREST by the client library: %s', (kind) => {
  let local: Local
  beforeAll(async () => {
    local = await openLocal(kind, LIBRARY)
  })
  afterAll(() => local?.close())

  readSuite(() => local)
  filterSuite(() => local)
  writeSuite(() => local)
  callSuite(() => local)
  peopleSuite(() => local)
  errorSuite(() => local)
})
