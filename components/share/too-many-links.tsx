import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { NoticePage } from '../shell/notice-page'
import { Button } from '../ui/button'

/** Instead of what a link shows, to whoever has tried many that lead nowhere. */
export function TooManyLinks() {
  const t = useTranslations('share.gone')
  const shell = useTranslations('shell')
  return (
    <NoticePage code="429" title={t('limitedTitle')} text={t('limitedText')}>
      <Button asChild>
        <Link href="/">{shell('home')}</Link>
      </Button>
    </NoticePage>
  )
}
