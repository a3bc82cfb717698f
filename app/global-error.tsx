'use client'

/** Replaces the root layout when that itself fails, so it brings its own few styles. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body
        style={{
          fontFamily: 'system-ui, sans-serif',
          maxWidth: 448,
          margin: '20vh auto',
          padding: 24,
          colorScheme: 'light dark',
        }}
      >
        <h1 style={{ fontSize: 24, margin: '0 0 8px' }}>Devora broke</h1>
        <p style={{ margin: '0 0 24px', lineHeight: 1.5 }}>
          Nothing you made is lost: your projects and runs live on the server.
        </p>
        <button type="button" onClick={reset} style={{ font: 'inherit', padding: '8px 16px' }}>
          Try again
        </button>
      </body>
    </html>
  )
}
