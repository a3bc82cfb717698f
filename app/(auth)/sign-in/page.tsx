import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/accounts/auth-card'
import { safeNext } from '@/components/accounts/next-path'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { pageContext } from '@/lib/web'

export const metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const query = await searchParams
  const next = safeNext(typeof query.next === 'string' ? query.next : null)
  const { who } = await pageContext()
  if (who !== null) redirect(next)
  return (
    <AuthCard
      title="Sign in"
      text="Your projects and runs are as you left them."
      other={{ question: 'New here?', label: 'Create an account', href: `/sign-up?next=${encodeURIComponent(next)}` }}
    >
      <SignInForm next={next} />
    </AuthCard>
  )
}
