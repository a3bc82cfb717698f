'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useForm } from 'react-hook-form'
import { type register as registerUser, RegisterInput } from '@/lib/domains/accounts/contract'
import { ApiError, call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { Button } from '../ui/button'
import { Field } from '../ui/fields/field'
import { Input } from '../ui/fields/input'
import { FormError } from './auth-card'
import { PasswordInput } from './password-input'
import { readRefusal } from './settings-refusal'
import { useSignIn } from './sign-in-with-password'
import { Form } from '../ui/fields/form'

const NAMES = { fullName: 'fullName', email: 'email', password: 'password' } as const
const TAKEN = 'taken'

export function SignUpForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const errorText = useErrorText()
  const signIn = useSignIn()
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(RegisterInput),
    // No default values: they would take what was filled in before the page listened.
  })
  const { errors, isSubmitting, isSubmitSuccessful } = formState
  const isBusy = isSubmitting || (isSubmitSuccessful && Object.keys(errors).length === 0)

  const send = handleSubmit(async (input) => {
    try {
      await call<typeof registerUser>('POST /auth/register', { body: input })
      const refusal = await signIn(input.email, input.password)
      if (refusal === null) return window.location.assign(next)
      setError('root', { message: t('accountReady', { reason: refusal }) })
    } catch (error) {
      if (error instanceof ApiError && error.problem.code === 'email_taken')
        return setError('email', { type: TAKEN }, { shouldFocus: true })
      const { fields, form } = readRefusal(error, NAMES, errorText)
      for (const name of Object.values(NAMES))
        if (fields[name] !== undefined) setError(name, { message: fields[name] }, { shouldFocus: true })
      if (form !== null) setError('root', { message: form })
    }
  })
  const toSignIn = `/sign-in?next=${encodeURIComponent(next)}`
  const taken = t.rich('emailTaken', {
    link: (text) => (
      <Link href={toSignIn} className="rounded-sm underline underline-offset-2">
        {text}
      </Link>
    ),
  })

  return (
    <Form onSubmit={(event) => void send(event)} noValidate className="flex flex-col gap-3">
      <Field label={t('name')} optional error={errors.fullName?.message}>
        {(control) => (
          <Input
            {...control}
            {...register('fullName', { setValueAs: (text?: string) => text?.trim() || undefined })}
            autoComplete="name"
            maxLength={100}
          />
        )}
      </Field>
      <Field label={t('email')} error={errors.email?.type === TAKEN ? taken : errors.email?.message}>
        {(control) => <Input {...control} {...register('email')} type="email" autoComplete="email" maxLength={254} />}
      </Field>
      <Field label={t('password')} hint={t('passwordHint')} error={errors.password?.message}>
        {(control) => (
          <PasswordInput {...control} {...register('password')} autoComplete="new-password" maxLength={200} />
        )}
      </Field>
      <FormError text={errors.root?.message ?? null} />
      <Button type="submit" variant="primary" size="lg" disabled={isBusy}>
        {t(isBusy ? 'signUp.doing' : 'signUp.do')}
      </Button>
    </Form>
  )
}
