'use client'

import { useSyncExternalStore } from 'react'
import en from '@/messages/en/shell.json'
import es from '@/messages/es/shell.json'
import enCommon from '@/messages/en/common.json'
import esCommon from '@/messages/es/common.json'

const never = () => () => undefined

/** Replaces the root layout when that itself fails, so it brings its own few styles, and the browser's own language. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const isSpanish = useSyncExternalStore(
    never,
    () => navigator.language.startsWith('es'),
    () => false,
  )
  const [shell, common] = isSpanish ? [es, esCommon] : [en, enCommon]
  return (
    <html lang={isSpanish ? 'es' : 'en'}>
      <body
        style={{
          fontFamily: 'system-ui, sans-serif',
          maxWidth: 448,
          margin: '20vh auto',
          padding: 24,
          colorScheme: 'light dark',
        }}
      >
        <h1 style={{ fontSize: 24, margin: '0 0 8px' }}>{shell.brokeWhole.title}</h1>
        <p style={{ margin: '0 0 24px', lineHeight: 1.5 }}>{shell.brokeWhole.text}</p>
        <button type="button" onClick={reset} style={{ font: 'inherit', padding: '8px 16px' }}>
          {common.retry}
        </button>
      </body>
    </html>
  )
}
