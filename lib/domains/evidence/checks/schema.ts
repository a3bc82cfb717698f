import { outcome, type Check } from '../check.ts'
import { isShortOf } from '../scratch/apply-scripts.ts'
import { hasSql, isAboutDatabase, nothingToApply } from '../scratch/nothing-to-apply.ts'

/**
 * `schema`: the migrations and the seed apply from empty on a real Postgres 17 with Supabase's roles and `auth` schema.
 */
export const schema: Check = {
  name: 'schema',
  dependsOn: isAboutDatabase,
  async run(project, tools) {
    if (!hasSql(project)) return nothingToApply('schema', project)
    const cluster = await tools.scratch()
    const { findings } = await tools.scratchDatabase()
    const isShort = isShortOf(findings)
    return outcome([...findings], { tools: { postgres: cluster.version }, ...(isShort && { isShort }) })
  },
}
