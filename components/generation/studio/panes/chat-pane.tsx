'use client'

import { useTranslations } from 'next-intl'
import type { CheckName } from '@/lib/domains/evidence/contract'
import { ScopeQuestions } from '../../../memory/scope-questions'
import { PromptBox } from '../../prompt/prompt-box'
import { PromptChoices } from '../../prompt/prompt-choices'
import type { WaitingPlan } from '../../plan/plan-waiting'
import { FollowedRun } from '../../run/followed-run'
import { Conversation } from './conversation'
import type { Composer } from '../use-composer'
import { useStanding } from '../use-standing'
import type { StudioState } from '../use-studio'
import type { StudioActions } from '../use-studio-actions'

type ChatPaneProps = {
  studio: StudioState
  actions: StudioActions
  composer: Composer
  /** The plan that the followed run waits with. */
  plan: WaitingPlan | null
  onShowVersion: (version: number) => void
  onShowNewest: () => void
  onOpenFile: (path: string, line: number | null) => void
  onOpenPlan: () => void
  onCallCheck: (check: CheckName) => void
}

/** What was said, the run that came of it, and the prompt for what comes next. */
export function ChatPane(props: ChatPaneProps) {
  const { studio, actions, plan, onShowVersion, onShowNewest, onOpenFile, onOpenPlan, onCallCheck } = props
  const { project, liveRun } = studio
  const { prompt, setPrompt, options, attachments } = props.composer
  const t = useTranslations('studio')
  const standing = useStanding(project.id, project.currentVersion)

  async function send(text: string) {
    onShowNewest()
    if (!(await actions.send(text, { ...options.options, ...attachments.options }))) return
    setPrompt('')
    attachments.clear()
  }
  return (
    <>
      <Conversation
        messages={studio.messages}
        runId={studio.runId}
        run={
          <FollowedRun
            studio={studio}
            standing={standing.mode}
            models={options.models?.items ?? []}
            plan={plan}
            retry={{ run: actions.retry, isSending: actions.isRetrying }}
            onOpenFile={onOpenFile}
            onOpenPlan={onOpenPlan}
            onCallCheck={onCallCheck}
          />
        }
        onShowVersion={onShowVersion}
      />
      <ScopeQuestions projectId={project.id} since={studio.messages.at(-1)?.id ?? null} />
      <div className="border-t p-3">
        <PromptBox
          label={t('change')}
          placeholder={t('changePlaceholder')}
          action={t('send')}
          size="small"
          value={prompt}
          onChange={setPrompt}
          onSend={(text) => void send(text)}
          isSending={actions.isSending}
          onStop={liveRun === null ? undefined : actions.stop}
          isStopping={actions.isStopping}
          error={actions.error}
          attachments={attachments}
          focusKey={props.composer.suggestions}
          choices={liveRun === null ? <PromptChoices options={options} size="small" standing={standing} /> : <span />}
        />
      </div>
    </>
  )
}
