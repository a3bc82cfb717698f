import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/accounts/auth-card'
import { safeNext } from '@/components/accounts/next-path'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { pageContext } from '@/lib/web'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn.title') }
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const query = await searchParams
  const next = safeNext(typeof query.next === 'string' ? query.next : null)
  const { who } = await pageContext()
  if (who !== null) redirect(next)
  const t = await getTranslations('auth')
  return (
    <AuthCard
      title={t('signIn.title')}
      text={t('signIn.text')}
      other={{
        question: t('signIn.question'),
        label: t('signIn.other'),
        href: `/sign-up?next=${encodeURIComponent(next)}`,
      }}
    >
      <SignInForm next={next} />
    </AuthCard>
  )
}
