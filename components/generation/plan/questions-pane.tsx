'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { MAX_ANSWER } from '@/lib/domains/spec/constants'
import type { Question } from '@/lib/domains/spec/contract'
import { Button } from '../../ui/button'
import { Input } from '../../ui/fields/input'
import { ScrollArea } from '../../ui/scroll-area'
import type { WaitingPlan } from './plan-waiting'
import { Form } from '../../ui/fields/form'

type QuestionsPaneProps = { plan: WaitingPlan; isStopping: boolean; onStop: () => void }
/** To one question: one of the suggestions, by its place, or words of one's own. */
type Given = { choice: number | 'own' | null; own: string }
const NOTHING: Given = { choice: null, own: '' }

/** What a run asks before it builds: a few questions, each with answers to choose from. */
export function QuestionsPane({ plan, isStopping, onStop }: QuestionsPaneProps) {
  const { questions } = plan
  const t = useTranslations('plan.questions')
  const common = useTranslations('plan')
  const title = useId()
  const [given, setGiven] = useState<Readonly<Record<string, Given>>>({})
  const answers = questions.flatMap(({ id, answers: suggested }) => {
    const { choice, own } = given[id] ?? NOTHING
    if (choice === null) return []
    return [{ id, says: choice === 'own' ? own.trim() : (suggested[choice]?.says ?? '') }]
  })
  return (
    <Form
      aria-labelledby={title}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        plan.build(answers)
      }}
    >
      <ScrollArea label={t('title', { count: questions.length })} className="flex-1">
        <div className="mx-auto flex w-full max-w-160 flex-col gap-6 px-4 py-6">
          <header className="flex flex-col gap-2">
            <h2 id={title} className="text-xl font-semibold tracking-tight">
              {t('title', { count: questions.length })}
            </h2>
            <p className="text-sm leading-6 text-muted-foreground">{t('intro')}</p>
          </header>
          {questions.map((question) => (
            <QuestionField
              key={question.id}
              question={question}
              given={given[question.id] ?? NOTHING}
              onGive={(next) => setGiven({ ...given, [question.id]: next })}
            />
          ))}
        </div>
      </ScrollArea>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-2 border-t bg-background px-4 py-2">
        {plan.error !== null && (
          <p role="alert" className="basis-full text-xs leading-5 text-failed">
            {plan.error}
          </p>
        )}
        <Button variant="ghost" onClick={plan.leaveQuestions}>
          {t('showPlan')}
        </Button>
        <div className="ml-auto flex gap-2">
          <Button onClick={onStop} disabled={isStopping || plan.isSending}>
            {common(isStopping ? 'stopping' : 'stop')}
          </Button>
          <Button type="submit" variant="primary" disabled={plan.isSending}>
            {plan.isSending ? t('sending') : t(answers.length === 0 ? 'buildWithout' : 'build')}
          </Button>
        </div>
      </div>
    </Form>
  )
}

type QuestionFieldProps = { question: Question; given: Given; onGive: (given: Given) => void }

function QuestionField({ question, given, onGive }: QuestionFieldProps) {
  const t = useTranslations('plan.questions')
  const { id, text, answers } = question
  const row =
    'flex min-h-11 cursor-pointer items-center gap-3 rounded-md border px-3 py-2 text-sm has-checked:border-primary'
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{text}</legend>
      {[...answers.entries()].map(([at, answer]) => (
        <label key={at} className={row}>
          <input
            type="radio"
            name={id}
            checked={given.choice === at}
            onChange={() => onGive({ ...given, choice: at })}
            className="size-4 accent-primary"
          />
          {answer.text}
        </label>
      ))}
      <label className={row}>
        <input
          type="radio"
          name={id}
          checked={given.choice === 'own'}
          onChange={() => onGive({ ...given, choice: 'own' })}
          className="size-4 accent-primary"
        />
        {t('own')}
      </label>
      {given.choice === 'own' && (
        <Input
          aria-label={t('ownFor', { question: text })}
          value={given.own}
          maxLength={MAX_ANSWER}
          onChange={(event) => onGive({ ...given, own: event.target.value })}
        />
      )}
    </fieldset>
  )
}
