/** Nothing more is asked for a run that has ended, whoever still works at it: what it cost has been settled. */
export class RunEnded extends Error {
  constructor(runId: string) {
    super(`run ${runId} has ended`)
    this.name = 'RunEnded'
  }
}
