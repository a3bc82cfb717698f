import type { ReactNode } from 'react'
import { LanguageChoice } from '@/components/shell/language-choice'
import { ThemeToggle } from '@/components/shell/theme-toggle'
import { Wordmark } from '@/components/shell/wordmark'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center justify-between gap-2 px-4">
        <Wordmark />
        <div className="flex items-center gap-1">
          <LanguageChoice />
          <ThemeToggle />
        </div>
      </header>
      {children}
    </div>
  )
}
