import { sha256 } from '../../core/crypto'
import type { Ctx } from '../../context'
import { refusePath } from '../projects/file-path'
import { storeBlobs } from '../projects/write-version'
import { StageRecorder } from '../runs/recorder'
import type { FileRef } from '../spec/manifest'
import type { ProjectFile } from './agents/agent'

/** A file of a run: where it stands and which bytes it has. Small enough to be a step's result. */
export type WrittenFile = { path: string } & FileRef

/**
 * Takes the files of one stage as they are written: refuses paths that the stage does not own, stores the bytes, and only then
 * tells the page. Files that arrive close together share one write.
 */
export class FileSink {
  readonly #owns: (path: string) => boolean
  readonly #stage: string
  readonly #written = new Map<string, WrittenFile>()
  #unstored = new Map<string, Uint8Array>()
  recorder!: StageRecorder

  private constructor(stage: string, owns: (path: string) => boolean) {
    this.#stage = stage
    this.#owns = owns
  }

  static async open(
    ctx: Ctx,
    input: { runId: string; stage: string; attempt: string; percent: number; owns(path: string): boolean },
  ): Promise<FileSink> {
    const sink = new FileSink(input.stage, input.owns)
    const prepare = async (): Promise<void> => {
      const batch = sink.#unstored
      sink.#unstored = new Map()
      await storeBlobs(ctx, batch)
    }
    sink.recorder = await StageRecorder.begin(ctx, { ...input, prepare })
    return sink
  }

  add(file: ProjectFile): void {
    const reason = refusePath(file.path)
    if (reason !== null) throw new Error(`${this.#stage} wrote ${JSON.stringify(file.path)}: ${reason}`)
    if (!this.#owns(file.path)) throw new Error(`${this.#stage} wrote ${file.path}, which it does not own`)
    if (this.#written.has(file.path)) throw new Error(`${this.#stage} wrote ${file.path} twice`)
    const bytes = new TextEncoder().encode(file.content)
    const ref = { sha256: sha256(bytes), size: bytes.byteLength }
    this.#written.set(file.path, { path: file.path, ...ref })
    this.#unstored.set(file.path, bytes)
    this.recorder.say({ type: 'file', path: file.path, ...ref })
  }

  /** Everything is stored and told. */
  async close(ms: number, maker: string): Promise<WrittenFile[]> {
    this.recorder.say({ type: 'stage', status: 'done', maker, ms: Math.round(ms) })
    await this.recorder.settle()
    return [...this.#written.values()]
  }
}
