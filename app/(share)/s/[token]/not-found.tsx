import { getTranslations } from 'next-intl/server'
import Link from 'next/link'
import { NoticePage } from '@/components/shell/notice-page'
import { Button } from '@/components/ui/button'

export default async function NoSuchLink() {
  const t = await getTranslations('share.gone')
  const shell = await getTranslations('shell')
  return (
    <NoticePage code="404" title={t('title')} text={t('text')}>
      <Button asChild>
        <Link href="/">{shell('home')}</Link>
      </Button>
    </NoticePage>
  )
}
