import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/accounts/auth-card'
import { safeNext } from '@/components/accounts/next-path'
import { SignUpForm } from '@/components/accounts/sign-up-form'
import { pageContext } from '@/lib/web'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signUp.title') }
}

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const query = await searchParams
  const next = safeNext(typeof query.next === 'string' ? query.next : null)
  const { who } = await pageContext()
  if (who !== null) redirect(next)
  const t = await getTranslations('auth')
  const isStarting = next === '/projects?start=1'
  return (
    <AuthCard
      title={t('signUp.title')}
      text={isStarting ? t('signUp.textStarting') : t('signUp.text')}
      other={{
        question: t('signUp.question'),
        label: t('signUp.other'),
        href: `/sign-in?next=${encodeURIComponent(next)}`,
      }}
    >
      <SignUpForm next={next} />
    </AuthCard>
  )
}
