import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { type CheckResult, Report } from '../evidence/contract'
import { getProject } from '../projects/get-project'
import { getReport } from '../projects/get-report'
import { getVersion } from '../projects/get-version'
import type { SharedProject } from './contract'
import { followLink } from './follow-link'
import { countView } from './store'

/** What a link shows. Its owner looking at it is no view. @throws not_found */
export async function getShared(ctx: Ctx, who: Principal | null, token: string): Promise<SharedProject> {
  const { link, owner, id, version } = await followLink(ctx, token)
  const [project, { status, asked }] = await Promise.all([
    getProject(ctx, owner, id),
    getVersion(ctx, owner, { id, number: version }),
  ])
  if (who?.userId !== link.ownerId) await countView(ctx.db, link.id, ctx.clock.now())
  return {
    name: project.name,
    version,
    status,
    asked,
    checks: status === null ? [] : await checksOf(ctx, owner, id, version),
    hasConversation: link.withConversation,
    expiresAt: link.expiresAt.toISOString(),
  }
}

const toChecked = ({ check, status, outOfScope }: CheckResult): SharedProject['checks'][number] => ({
  check,
  status,
  isOutside: outOfScope !== undefined,
})

/** What was checked and how it went. What was found stands in the report that comes with the archive. */
async function checksOf(ctx: Ctx, owner: Principal, id: string, version: number): Promise<SharedProject['checks']> {
  const report = Report.safeParse(await getReport(ctx, owner, { id, version }))
  return report.success ? report.data.checks.map(toChecked) : []
}
