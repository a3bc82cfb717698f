'use client'

import Link from 'next/link'
import { NoticePage } from '@/components/shell/notice-page'
import { Button } from '@/components/ui/button'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <NoticePage
      code={error.digest === undefined ? 'error' : `error ${error.digest}`}
      title="This page broke"
      text="Nothing you made is lost: your projects and runs live on the server. Try again; if it breaks again, quote the code above."
    >
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
      <Button asChild>
        <Link href="/projects">Go to your projects</Link>
      </Button>
    </NoticePage>
  )
}
