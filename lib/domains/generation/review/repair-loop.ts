import type { Db } from '../../../core/db/db'
import type { RunScope } from '../../../engine/define'
import type { Finding } from '../../evidence/contract'
import type { FileOwner } from '../../spec/ownership'
import { refundStages } from '../metering/refund-stages'
import type { Reviewed } from '../stages/review'
import type { WrittenFile } from '../writing/file-sink'
import { attemptOf, best, nextIteration, type ReviewAttempt } from './loop-governor'

/** What one round of writing came to: the files, what the review says of them, and the stages whose calls it cost. */
export type Round = { written: WrittenFile[]; reviewed: Reviewed; stages: string[] }
/** What the next round is to do: its number, the findings to repair, and the files as the last round left them. */
export type RepairTask = { round: number; owners: FileOwner[]; findings: Finding[]; written: WrittenFile[] }

export type RepairLoop = {
  /** The name of the checkpoint in which unused rounds are refunded. */
  refundStep: string
  /** Who can repair at all: nobody when the built-in generators wrote, which would write the same again. */
  able: readonly FileOwner[]
  /** How a review is judged, where that is not by the report alone. */
  judge?(reviewed: Reviewed): ReviewAttempt
  /** Writes and reviews once more. */
  repair(task: RepairTask): Promise<Round>
  /** A round that begins anew when the best one is still faulty; null when there is none to try. */
  startOver?(best: Round): Promise<Round | null>
}

const judgeByReport = ({ report, remarks }: Reviewed): ReviewAttempt => attemptOf(report, remarks)

/** Later files take the place of earlier ones at the same path. */
export const withLater = (before: readonly WrittenFile[], after: readonly WrittenFile[]): WrittenFile[] => [
  ...new Map([...before, ...after].map((file) => [file.path, file])).values(),
]

/**
 * The one repair loop: repairs what the review found until nothing is left, nothing helps, or the rounds are spent
 * (`nextIteration`), and answers the best round. Rounds that come after it, or that it does not build on, are refunded:
 * who pays gets the files.
 */
export async function repairUntilBest(db: Db, scope: RunScope, first: Round, loop: RepairLoop): Promise<Round> {
  const judge = loop.judge ?? judgeByReport
  const rounds = [first]
  const judged = (): ReviewAttempt[] => rounds.map(({ reviewed }) => judge(reviewed))
  for (;;) {
    const next = nextIteration(judged(), { able: loop.able })
    if ('stop' in next) break
    rounds.push(await loop.repair({ ...next, round: rounds.length, written: rounds.at(-1)!.written }))
  }
  const anew = (await loop.startOver?.(rounds[best(judged())]!)) ?? null
  if (anew !== null) rounds.push(anew)
  const chosen = best(judged())
  const isAnew = anew !== null && chosen === rounds.length - 1
  // The first round is the writing itself, which is paid whatever becomes of it.
  const unused = rounds.filter((_, index) => index > 0 && (isAnew ? index < chosen : index > chosen))
  const stages = unused.flatMap((round) => round.stages)
  if (stages.length > 0) await scope.step(loop.refundStep, () => refundStages(db, scope.runId, stages))
  return rounds[chosen]!
}
