import type { GenerationStage } from '@/lib/domains/generation/contract'
import type { RunView, StageView } from '@/lib/domains/runs/reduce'
import { countText } from '../../credits/money-words'
import { durationText } from '../../runs/duration'
import { RestNote } from '../../runs/rest-note'
import { type MarkState, StatusMark } from '../../runs/status-mark'
import { RunChecks } from './run-checks'
import { RunFindings } from './run-findings'
import { STAGE_TEXT } from './stage-words'
import { makerText, mendingStages, stageName } from './usage-words'

type StageLineProps = {
  stage: GenerationStage
  view: RunView
  onOpenFile: (path: string, line: number | null) => void
}

/** One stage of a run: its state, who writes it, how long it took; below it what a review found. */
export function StageLine({ stage, view, onOpenFile }: StageLineProps) {
  const shown = view.stages.find((one) => one.stage === stage)
  const files = view.files.filter((file) => file.stage.replace(/ .*/, '') === stage).length
  const hasEnded = view.end !== null
  const state: MarkState =
    shown === undefined
      ? hasEnded
        ? 'stopped'
        : 'waiting'
      : shown.status === 'running' && hasEnded
        ? 'stopped'
        : shown.status
  return (
    <li className="flex flex-col">
      <div className="flex h-7 items-center gap-2.5 px-3">
        <StatusMark state={state} />
        <span className="w-18 shrink-0 text-[13px]">{STAGE_TEXT[stage].name}</span>
        <RestNote until={hasEnded ? null : (shown?.restUntil ?? null)}>
          <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground">
            {files > 0
              ? `${files} ${files === 1 ? 'file' : 'files'}`
              : shown === undefined || state === 'running'
                ? STAGE_TEXT[stage].does
                : ''}
          </span>
          {shown?.maker != null && <MakerName maker={shown.maker} />}
          {shown !== undefined && (
            <span className="w-13 shrink-0 text-right font-mono text-[11px] text-muted-foreground">
              {shown.ms !== null ? durationText(shown.ms) : <LiveTokens view={view} stage={stage} />}
            </span>
          )}
        </RestNote>
        <span className="sr-only">{state}</span>
      </div>
      {stage === 'review' && (
        <>
          <RunChecks checks={view.checks} hasEnded={hasEnded} />
          <RunFindings view={view} onOpenFile={onOpenFile} />
        </>
      )}
      {(stage === 'review' || stage === 'tests') &&
        mendingStages(view, stage).map((mending) => (
          <MendingLine key={mending.stage} mending={mending} hasEnded={hasEnded} />
        ))}
    </li>
  )
}

/** Where the time will stand: tokens of the answer that is on its way. */
function LiveTokens({ view, stage }: { view: RunView; stage: string }) {
  const usage = view.usageOf[stage]
  if (usage === undefined || view.end !== null) return null
  return (
    <span title={`About ${usage.outputTokens} tokens written so far`}>
      {usage.isLive && '~'}
      {countText(usage.outputTokens)}
      <span className="sr-only"> tokens written</span>
    </span>
  )
}

/** A model's id can be long; the end of it says which one it is. */
function MakerName({ maker }: { maker: string }) {
  return (
    <span className="max-w-24 min-w-0 truncate text-xs text-muted-foreground" title={maker}>
      {makerText(maker).split('/').at(-1)}
    </span>
  )
}

/** A stage that writes again what the review found. */
function MendingLine({ mending, hasEnded }: { mending: StageView; hasEnded: boolean }) {
  const state: MarkState = mending.status === 'running' && hasEnded ? 'stopped' : mending.status
  return (
    <div className="flex h-7 items-center gap-2.5 pr-3 pl-9.5">
      <StatusMark state={state} className="size-3 [&_svg]:size-2" />
      <span className="min-w-0 flex-1 truncate text-xs">{stageName(mending.stage)}</span>
      {mending.maker !== null && <MakerName maker={mending.maker} />}
      <span className="w-13 shrink-0 text-right font-mono text-[11px] text-muted-foreground">
        {mending.ms === null ? '' : durationText(mending.ms)}
      </span>
      <span className="sr-only">{state}</span>
    </div>
  )
}
