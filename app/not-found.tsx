import Link from 'next/link'
import { NoticePage } from '@/components/shell/notice-page'
import { Button } from '@/components/ui/button'

export const metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <NoticePage
      code="404"
      title="There is nothing here"
      text="The address is wrong, the project was deleted, or it belongs to somebody else."
    >
      <Button asChild variant="primary">
        <Link href="/projects">Go to your projects</Link>
      </Button>
      <Button asChild>
        <Link href="/">Home</Link>
      </Button>
    </NoticePage>
  )
}
