import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '../ui/cn'

type AuthCardProps = {
  title: string
  text: string
  children: ReactNode
  other: { question: string; label: string; href: string }
}

export function AuthCard({ title, text, children, other }: AuthCardProps) {
  return (
    <main id="main" className="mx-auto flex w-full max-w-90 flex-col gap-6 px-4 pt-[12vh] pb-16">
      <div className="flex flex-col gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="text-sm leading-6 text-muted-foreground">{text}</p>
      </div>
      {children}
      <p className="text-sm text-muted-foreground">
        {other.question}{' '}
        <Link
          href={other.href}
          className={cn(
            'rounded-sm text-foreground underline decoration-input',
            'underline-offset-4 hover:decoration-foreground',
          )}
        >
          {other.label}
        </Link>
      </p>
    </main>
  )
}

/** The form's own refusal; the line is always there, so that nothing moves. */
export function FormError({ text }: { text: string | null }) {
  return (
    <p role="alert" className="min-h-5 text-sm leading-5 text-failed">
      {text}
    </p>
  )
}
