'use client'

import { useTheme } from 'next-themes'
import { useEffect } from 'react'
import { toast, Toaster as Sonner } from 'sonner'
import { showBy } from './notices'

export default function Toaster() {
  const { resolvedTheme } = useTheme()
  // After Sonner itself has begun to listen: effects of children come first.
  useEffect(() => showBy(({ kind, text, options }) => void (kind === 'error' ? toast.error : toast)(text, options)), [])
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
