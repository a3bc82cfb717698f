import { useLocale, useTranslations } from 'next-intl'
import type { CheckName } from '@/lib/domains/evidence/contract'
import type { GenerationStage } from '@/lib/domains/generation/constants'
import type { RunView, StageView } from '@/lib/domains/runs/reduce'
import { countText } from '../../credits/money-words'
import { durationText } from '../../runs/duration'
import { RestNote } from '../../runs/rest-note'
import { type MarkState, StatusMark } from '../../runs/status-mark'
import { hasModel } from './retry-words'
import { RunChecks } from './run-checks'
import { RunFindings } from './run-findings'
import { generatorText, repairStages, stageName } from './usage-words'

type StageLineProps = {
  stage: GenerationStage
  view: RunView
  onOpenFile: (path: string, line: number | null) => void
  onCallCheck: (check: CheckName) => void
}

/** One stage of a run: its state, who writes it, how long it took; below it what a review found. */
export function StageLine({ stage, view, onOpenFile, onCallCheck }: StageLineProps) {
  const t = useTranslations('run')
  const locale = useLocale()
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
        <span className="w-18 shrink-0 text-[13px]">{t(`stages.${stage}.name`)}</span>
        <RestNote until={hasEnded ? null : (shown?.restUntil ?? null)}>
          <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground">
            {files > 0
              ? t('files', { count: files })
              : shown === undefined || state === 'running'
                ? t(`stages.${stage}.does`)
                : ''}
          </span>
          {shown?.maker != null && hasModel(view) && <GeneratorName generator={shown.maker} />}
          {shown !== undefined && (
            <span className="w-13 shrink-0 text-right font-mono text-[11px] text-muted-foreground">
              {shown.ms !== null ? durationText(shown.ms, locale) : <LiveTokens view={view} stage={stage} />}
            </span>
          )}
        </RestNote>
        <span className="sr-only">{t(`states.${state}`)}</span>
      </div>
      {stage === 'review' && (
        <>
          <RunChecks checks={view.checks} hasEnded={hasEnded} onCallCheck={onCallCheck} />
          <RunFindings view={view} onOpenFile={onOpenFile} />
        </>
      )}
      {(stage === 'review' || stage === 'tests') &&
        repairStages(view, stage).map((repair) => (
          <RepairLine key={repair.stage} repair={repair} hasEnded={hasEnded} />
        ))}
    </li>
  )
}

/** Where the time will stand: tokens of the answer that is on its way. */
function LiveTokens({ view, stage }: { view: RunView; stage: string }) {
  const t = useTranslations('run')
  const locale = useLocale()
  const usage = view.usageOf[stage]
  if (usage === undefined || view.end !== null) return null
  return (
    <span title={t('tokensSoFar', { count: usage.outputTokens })}>
      {usage.isLive && '~'}
      {countText(usage.outputTokens, locale)}
      <span className="sr-only"> {t('tokensWritten')}</span>
    </span>
  )
}

/** A model's id can be long; the end of it says which one it is. */
function GeneratorName({ generator }: { generator: string }) {
  const t = useTranslations('run')
  return (
    <span className="max-w-24 min-w-0 truncate text-xs text-muted-foreground" title={generator}>
      {generatorText(generator, t).split('/').at(-1)}
    </span>
  )
}

/** A stage that writes again what the review found. */
function RepairLine({ repair, hasEnded }: { repair: StageView; hasEnded: boolean }) {
  const t = useTranslations('run')
  const locale = useLocale()
  const state: MarkState = repair.status === 'running' && hasEnded ? 'stopped' : repair.status
  return (
    <div className="flex h-7 items-center gap-2.5 pr-3 pl-9.5">
      <StatusMark state={state} className="size-3 [&_svg]:size-2" />
      <span className="min-w-0 flex-1 truncate text-xs">{stageName(repair.stage, t)}</span>
      {repair.maker !== null && <GeneratorName generator={repair.maker} />}
      <span className="w-13 shrink-0 text-right font-mono text-[11px] text-muted-foreground">
        {repair.ms === null ? '' : durationText(repair.ms, locale)}
      </span>
      <span className="sr-only">{t(`states.${state}`)}</span>
    </div>
  )
}
