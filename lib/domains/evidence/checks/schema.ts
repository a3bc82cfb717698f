import { outcome, type Check } from '../check.ts'

/** `schema`: the migrations and the seed apply from empty on a real Postgres 17 with Supabase's roles and `auth` schema. */
export const schemaCheck: Check = {
  name: 'schema',
  async run(_project, tools) {
    const cluster = await tools.scratch()
    const build = await tools.scratchDatabase()
    return outcome([...build.findings], { tools: { postgres: cluster.version } })
  },
}
