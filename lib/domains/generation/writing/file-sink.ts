import { sha256 } from '../../../core/crypto'
import type { Ctx } from '../../../context'
import { errorText } from '../../../core/error-texts'
import { refusePath } from '../../spec/file-path'
import { storeBlobs } from '../../projects/internal/store-blobs'
import { StageRecorder } from '../../runs/internal/recorder'
import type { FileRef } from '../../spec/manifest'
import type { ProjectFile } from '../agents/agent'

/** A file of a run: where it stands and which bytes it has. Small enough to be a step's result. */
export type WrittenFile = { path: string } & FileRef

type SinkInput = {
  runId: string
  stage: string
  attempt: string
  percent: number
  owns(path: string): boolean
  prepare?: () => Promise<void>
}

/**
 * Takes the files of one stage as they are written: refuses paths that the stage does not own, stores the bytes, and
 * only then tells the page. Files that arrive close together share one write.
 */
export class FileSink {
  readonly #ctx: Ctx
  readonly #input: SinkInput
  readonly #written = new Map<string, WrittenFile>()
  #unstored = new Map<string, Uint8Array>()
  recorder!: StageRecorder

  private constructor(ctx: Ctx, input: SinkInput) {
    this.#ctx = ctx
    this.#input = { ...input, prepare: () => this.#store() }
  }

  static async open(ctx: Ctx, input: SinkInput): Promise<FileSink> {
    const sink = new FileSink(ctx, input)
    sink.recorder = await StageRecorder.begin(ctx, sink.#input)
    return sink
  }

  async #store(): Promise<void> {
    const batch = this.#unstored
    this.#unstored = new Map()
    await storeBlobs(this.#ctx, batch)
  }

  /**
   * Forgets every file: another generator begins the stage anew, and the page drops what the first one showed, but not
   * what it cost.
   */
  async restart(attempt: string): Promise<void> {
    await this.recorder.settle()
    this.#written.clear()
    this.recorder = await StageRecorder.begin(this.#ctx, { ...this.#input, attempt })
  }

  /** Takes a file; of several with one path the last one counts. */
  add(file: ProjectFile): void {
    const wrong = refusePath(file.path)
    if (wrong !== null)
      throw new Error(`${this.#input.stage} wrote ${JSON.stringify(file.path)}: ${errorText('en', wrong)}`)
    if (!this.#input.owns(file.path)) throw new Error(`${this.#input.stage} wrote ${file.path}, which it does not own`)
    const bytes = new TextEncoder().encode(file.content)
    const ref = { sha256: sha256(bytes), size: bytes.byteLength }
    this.#written.set(file.path, { path: file.path, ...ref })
    this.#unstored.set(ref.sha256, bytes)
    this.recorder.say({ type: 'file', path: file.path, ...ref })
  }

  /** Everything is stored and told. */
  async close(ms: number, maker: string): Promise<WrittenFile[]> {
    this.recorder.say({ type: 'stage', status: 'done', maker, ms: Math.round(ms) })
    await this.recorder.settle()
    return [...this.#written.values()]
  }
}
