import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/accounts/auth-card'
import { safeNext } from '@/components/accounts/next-path'
import { SignUpForm } from '@/components/accounts/sign-up-form'
import { pageContext } from '@/lib/web'

export const metadata = { title: 'Create an account' }

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const query = await searchParams
  const next = safeNext(typeof query.next === 'string' ? query.next : null)
  const { who } = await pageContext()
  if (who !== null) redirect(next)
  const isStarting = next === '/projects?start=1'
  return (
    <AuthCard
      title="Create an account"
      text={
        isStarting
          ? 'Your prompt is kept. The run starts as soon as you are in.'
          : 'All it takes is an e-mail address and a password.'
      }
      other={{ question: 'Have an account?', label: 'Sign in', href: `/sign-in?next=${encodeURIComponent(next)}` }}
    >
      <SignUpForm next={next} />
    </AuthCard>
  )
}
