'use client'

import { type SyntheticEvent, useState } from 'react'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { FormError } from './auth-card'
import { signInWithPassword } from './sign-in-with-password'

export function SignInForm({ next }: { next: string }) {
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setPending(true)
    setError(null)
    const refusal = await signInWithPassword(String(form.get('email')).trim(), String(form.get('password')))
    // A whole new page, not a client navigation: what was rendered for nobody must not stay in the router's cache.
    if (refusal === null) return window.location.assign(next)
    setError(refusal)
    setPending(false)
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-2">
      <Field label="E-mail">
        {(control) => <Input {...control} name="email" type="email" autoComplete="email" required maxLength={254} />}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input
            {...control}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={200}
          />
        )}
      </Field>
      <FormError text={error} />
      <Button type="submit" variant="primary" size="lg" disabled={isPending}>
        {isPending ? 'Signing you in' : 'Sign in'}
      </Button>
    </form>
  )
}
