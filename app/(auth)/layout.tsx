import type { ReactNode } from 'react'
import { ThemeToggle } from '@/components/shell/theme-toggle'
import { Wordmark } from '@/components/shell/wordmark'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center justify-between px-4">
        <Wordmark />
        <ThemeToggle />
      </header>
      {children}
    </div>
  )
}
