'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast: '!rounded-lg !border !border-border !bg-raised !text-foreground !shadow-md !font-sans',
          description: '!text-muted-foreground',
          actionButton: '!bg-muted !text-foreground',
        },
      }}
    />
  )
}
