'use client'

import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { NoticePage } from '@/components/shell/notice-page'
import { Button } from '@/components/ui/button'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const [t, common] = [useTranslations('shell'), useTranslations('common')]
  return (
    <NoticePage
      code={error.digest === undefined ? t('broke.noCode') : t('broke.code', { digest: error.digest })}
      title={t('broke.title')}
      text={t('broke.text')}
    >
      <Button variant="primary" onClick={reset}>
        {common('retry')}
      </Button>
      <Button asChild>
        <Link href="/projects">{t('toProjects')}</Link>
      </Button>
    </NoticePage>
  )
}
