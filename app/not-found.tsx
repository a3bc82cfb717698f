import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { NoticePage } from '@/components/shell/notice-page'
import { Button } from '@/components/ui/button'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell')
  return { title: t('nothingHere.meta') }
}

export default async function NotFound() {
  const t = await getTranslations('shell')
  return (
    <NoticePage code="404" title={t('nothingHere.title')} text={t('nothingHere.text')}>
      <Button asChild variant="primary">
        <Link href="/projects">{t('toProjects')}</Link>
      </Button>
      <Button asChild>
        <Link href="/">{t('home')}</Link>
      </Button>
    </NoticePage>
  )
}
