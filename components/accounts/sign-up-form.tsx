'use client'

import { type SyntheticEvent, useState } from 'react'
import { register } from '@/lib/domains/accounts/contract'
import { ApiError, call } from '@/lib/http/client'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { FormError } from './auth-card'
import { signInWithPassword } from './sign-in-with-password'

const FIELDS = ['fullName', 'email', 'password'] as const
type Errors = Partial<Record<(typeof FIELDS)[number], string>>

/** A refusal, field by field; what belongs to no field goes above the button. */
function readRefusal(error: unknown): { fields: Errors; form: string | null } {
  if (!(error instanceof ApiError)) return { fields: {}, form: 'That did not work. Try again.' }
  if (error.problem.code === 'email_taken')
    return { fields: { email: 'An account with this address exists. Sign in instead.' }, form: null }
  const fields = Object.fromEntries(
    FIELDS.flatMap((name) => (error.reasonFor(name) === undefined ? [] : [[name, error.reasonFor(name)]])),
  )
  return { fields, form: Object.keys(fields).length > 0 ? null : error.problem.detail }
}

export function SignUpForm({ next }: { next: string }) {
  const [isPending, setPending] = useState(false)
  const [errors, setErrors] = useState<Errors>({})
  const [formError, setFormError] = useState<string | null>(null)

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [fullName, email, password] = FIELDS.map((name) => String(form.get(name) ?? '')) as [string, string, string]
    setPending(true)
    setErrors({})
    setFormError(null)
    try {
      const name = fullName.trim()
      await call(register, { body: { email: email.trim(), password, ...(name === '' ? {} : { fullName: name }) } })
      const refusal = await signInWithPassword(email.trim(), password)
      if (refusal === null) return window.location.assign(next)
      setFormError(`Your account is ready, but signing in failed: ${refusal}`)
    } catch (error) {
      const refusal = readRefusal(error)
      setErrors(refusal.fields)
      setFormError(refusal.form)
    }
    setPending(false)
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-2">
      <Field label="Name" optional error={errors.fullName}>
        {(control) => <Input {...control} name="fullName" autoComplete="name" maxLength={100} />}
      </Field>
      <Field label="E-mail" error={errors.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="email" required maxLength={254} />}
      </Field>
      <Field label="Password" hint="At least 10 characters." error={errors.password}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="new-password" required maxLength={200} />
        )}
      </Field>
      <FormError text={formError} />
      <Button type="submit" variant="primary" size="lg" disabled={isPending}>
        {isPending ? 'Creating your account' : 'Create an account'}
      </Button>
    </form>
  )
}
