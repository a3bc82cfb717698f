import type { Branch, RunScope } from '../../../engine/define'
import type { WriterName } from '../agents/agent'
import { eligibleOwners } from '../review/eligible-owners'
import type { WrittenFile } from './file-sink'
import { stageOf } from '../stages/stage-name'
import type { WriteInput } from '../stages/write'

/** The writers at work at the same time: each a branch of the run, started and awaited in a fixed order. */
export type Started = { name: WriterName; result(): Promise<WrittenFile[]> }

/** Starts the branches in a fixed order; they work at the same time. */
export async function startWriters(
  writer: Branch<WriteInput, WrittenFile[]>,
  scope: RunScope,
  names: readonly WriterName[],
  input: Omit<WriteInput, 'writer'>,
): Promise<Started[]> {
  const started: Started[] = []
  for (const name of names) {
    const own = input.repair?.findings.filter((one) => eligibleOwners(one).includes(name)) ?? []
    const repair = input.repair === null ? null : { ...input.repair, findings: own }
    const branch = await writer.start(scope, stageOf(name, input.repair?.round ?? 0), {
      ...input,
      repair,
      writer: name,
    })
    started.push({ name, result: () => branch.result() })
  }
  return started
}

/** Awaits branches in the order in which they are given. */
export async function collect(branches: readonly Started[]): Promise<WrittenFile[]> {
  const written: WrittenFile[] = []
  for (const branch of branches) written.push(...(await branch.result()))
  return written
}
