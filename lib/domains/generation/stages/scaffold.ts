import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import { writeVersion } from '../../projects/internal/write-version'
import { tester } from '../agents/tester/tester'
import { writers } from '../agents/writers'
import { WRITERS } from '../agents/agent'
import { tellVersion } from '../../runs/internal/tell-version'
import { summarise } from './delivery/summary'
import { readManifestFiles } from '../../projects/internal/read-manifest'
import type { Plan, RunContext } from './plan'

/**
 * The built-in generators' version of the plan, delivered at once while the models still write: something that works to
 * open and read, seconds after the plan. It carries no evidence and is called a scaffold; the run's own version
 * follows. Pages that watch the run are told of it.
 * @returns its number
 */
export async function deliverScaffold(
  ctx: Ctx,
  runId: string,
  input: { context: RunContext; plan: Plan },
  step: StepContext,
): Promise<number> {
  const { context, plan } = input
  const root = await readManifestFiles(ctx, new Map(plan.files.map(({ path, ...ref }) => [path, ref])))
  const files = new Map<string, string | Uint8Array>(root)
  for (const name of WRITERS)
    for await (const file of writers[name].make.builtin({ spec: plan.spec, signal: step.signal }))
      files.set(file.path, file.content)
  if (context.withTests) {
    const decoder = new TextDecoder()
    const texts = new Map(
      [...files].map(([path, content]) => [path, typeof content === 'string' ? content : decoder.decode(content)]),
    )
    for (const file of tester.make.builtin({ spec: plan.spec, files: texts, signal: step.signal }))
      files.set(file.path, file.content)
  }
  const summary = summarise.scaffold(plan.spec)
  const version = await writeVersion(ctx, { projectId: context.projectId, files, reason: 'scaffold', summary, runId })
  await tellVersion(ctx, runId, version.number)
  return version.number
}
