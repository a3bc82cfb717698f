import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScratchCluster, type ScratchCluster } from '@/lib/domains/evidence/scratch/cluster'
import { verifyProject } from '@/lib/domains/evidence/verify-project'
import { BLUEPRINTS } from '@/lib/domains/generation/builtin/blueprints/blueprint'
import { writeProject } from '@/lib/domains/generation/builtin/write-project'
import { previewRuntime } from '../support/preview'
import { sharedHome } from '../support/shared-home'

/* What comes of each blueprint's examples is used as its asks say, and what is proven is missed when it is gone. */

let cluster: ScratchCluster
beforeAll(async () => {
  cluster = await openScratchCluster({ home: sharedHome() })
})
afterAll(() => cluster?.close())

describe.each([...BLUEPRINTS])('%s', (_, { examples: { en, es } }) => {
  test.each([...en, ...es])('%s', async (prompt) => {
    const report = await verifyProject(await writeProject(prompt), {
      only: ['parse', 'imports', 'types', 'lint', 'contract', 'schema', 'access', 'secrets', 'preview', 'behaviour'],
      scratch: () => Promise.resolve(cluster),
      previewRuntime,
      full: true,
    })
    const told = report.checks.flatMap(({ check, status, findings }) =>
      status === 'passed' || status === 'not_run' ? [] : [`${check} ${status}: ${findings[0]?.message ?? ''}`],
    )
    expect(told).toEqual([])
    const asks = report.asks ?? []
    expect(asks.map(({ id, status, control, why }) => [id, status, control, why])).toEqual(
      asks.map(({ id }) => [id, 'proven', 'held', undefined]),
    )
  })
})
