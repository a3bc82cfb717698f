import type { Ctx } from '../../../context'
import { beginning, type RunEvent } from '../events'
import { appendEvents, markStage } from '../store'

type Said = Extract<RunEvent, { attempt: string }>
/** What a stage says, without the fields the recorder knows. */
export type StageEvent = Said extends infer E ? (E extends Said ? Omit<E, 'stage' | 'attempt' | 'at'> : never) : never

/**
 * The shortest time between two writes. What is said after a silence is written at once; what follows on its heels
 * waits for company, so that one statement carries many, and a reader still sees it within the blink of an eye.
 */
const FLUSH_MS = 25

/**
 * Speaks for one execution of one stage. Before a batch of events is written, `prepare` runs with it — that is how file
 * contents are stored before the page hears of them.
 */
export class StageRecorder {
  readonly #ctx: Ctx
  readonly #runId: string
  readonly stage: string
  readonly attempt: string
  #waiting: RunEvent[] = []
  #timer: NodeJS.Timeout | null = null
  #flushedAt = -Infinity
  #writing: Promise<void> = Promise.resolve()
  #failure: unknown = null
  readonly #prepare: () => Promise<void>

  private constructor(ctx: Ctx, runId: string, stage: string, attempt: string, prepare: () => Promise<void>) {
    this.#ctx = ctx
    this.#runId = runId
    this.stage = stage
    this.attempt = attempt
    this.#prepare = prepare
  }

  /** Announces the attempt: whatever an earlier one of this stage said is superseded. */
  static async begin(
    ctx: Ctx,
    input: { runId: string; stage: string; attempt: string; percent: number; prepare?: () => Promise<void> },
  ): Promise<StageRecorder> {
    const recorder = new StageRecorder(
      ctx,
      input.runId,
      input.stage,
      input.attempt,
      input.prepare ?? (() => Promise.resolve()),
    )
    const now = ctx.clock.now()
    await markStage(ctx.db, input.runId, input.stage, input.percent, now)
    const said = { stage: input.stage, attempt: input.attempt, at: now.getTime() }
    await appendEvents(ctx.db, input.runId, beginning(said, 'running'))
    return recorder
  }

  say(event: StageEvent): void {
    const at = this.#ctx.clock.now().getTime()
    this.#waiting.push({ ...event, stage: this.stage, attempt: this.attempt, at } as RunEvent)
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, this.#flushedAt + FLUSH_MS - performance.now()))
  }

  #flush(): void {
    this.#timer = null
    this.#flushedAt = performance.now()
    this.#writing = this.#writing.then(async () => {
      if (this.#failure !== null) return
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#prepare()
        await appendEvents(this.#ctx.db, this.#runId, batch)
      } catch (error) {
        this.#failure = error
      }
    })
  }

  /** Everything said so far is written. Throws what a write failed with. */
  async settle(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#flush()
    await this.#writing
    if (this.#failure !== null) throw this.#failure
  }
}
