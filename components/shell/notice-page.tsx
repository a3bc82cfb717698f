import type { ReactNode } from 'react'
import { Wordmark } from './wordmark'

/** A whole page that says one thing and what to do next. */
export function NoticePage({
  code,
  title,
  text,
  children,
}: {
  code: string
  title: string
  text: string
  children: ReactNode
}) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-6 py-16">
      <Wordmark />
      <div className="flex flex-col gap-2">
        <p className="font-mono text-xs text-muted-foreground">{code}</p>
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        <p className="text-sm leading-6 text-muted-foreground">{text}</p>
      </div>
      <div className="flex gap-2">{children}</div>
    </main>
  )
}
