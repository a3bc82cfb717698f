'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useTranslations } from 'next-intl'
import { useForm } from 'react-hook-form'
import { LoginInput } from '@/lib/domains/accounts/contract'
import { Button } from '../ui/button'
import { Field } from '../ui/fields/field'
import { Input } from '../ui/fields/input'
import { FormError } from './auth-card'
import { PasswordInput } from './password-input'
import { useSignIn } from './sign-in-with-password'
import { Form } from '../ui/fields/form'

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const signIn = useSignIn()
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(LoginInput),
    // No default values: they would take what was filled in before the page listened.
  })
  const { errors, isSubmitting, isSubmitSuccessful } = formState
  const send = handleSubmit(async ({ email, password }) => {
    const refusal = await signIn(email, password)
    if (refusal !== null) return setError('root', { message: refusal })
    // A whole new page, not a client navigation: what was rendered for nobody must not stay in the router's cache.
    window.location.assign(next)
  })
  const isBusy = isSubmitting || (isSubmitSuccessful && errors.root === undefined)

  return (
    <Form onSubmit={(event) => void send(event)} noValidate className="flex flex-col gap-3">
      <Field label={t('email')} error={errors.email?.message}>
        {(control) => <Input {...control} {...register('email')} type="email" autoComplete="email" maxLength={254} />}
      </Field>
      <Field label={t('password')} error={errors.password?.message}>
        {(control) => (
          <PasswordInput {...control} {...register('password')} autoComplete="current-password" maxLength={200} />
        )}
      </Field>
      <FormError text={errors.root?.message ?? null} />
      <Button type="submit" variant="primary" size="lg" disabled={isBusy}>
        {t(isBusy ? 'signIn.doing' : 'signIn.do')}
      </Button>
    </Form>
  )
}
