'use client'

import { ApiReferenceReact } from '@scalar/api-reference-react'
import '@scalar/api-reference-react/style.css'
import { useTheme } from 'next-themes'

/** Our own colours and type in its variables, so that both themes are the house's. */
const CSS = `
.scalar-app, .light-mode, .dark-mode {
  --scalar-font: var(--font-sans, var(--font-geist-sans)), system-ui, sans-serif;
  --scalar-font-code: var(--font-geist-mono), ui-monospace, monospace;
  --scalar-background-1: var(--background);
  --scalar-background-2: var(--surface);
  --scalar-background-3: var(--muted);
  --scalar-background-accent: var(--muted);
  --scalar-color-1: var(--foreground);
  --scalar-color-2: var(--muted-foreground);
  --scalar-color-3: var(--muted-foreground);
  --scalar-color-accent: var(--foreground);
  --scalar-border-color: var(--border);
  --scalar-color-green: var(--foreground);
  --scalar-color-blue: var(--foreground);
  --scalar-color-orange: var(--foreground);
  --scalar-color-purple: var(--foreground);
  --scalar-color-yellow: var(--foreground);
  --scalar-color-red: var(--failed);
  --scalar-sidebar-background-1: var(--background);
  --scalar-sidebar-color-1: var(--foreground);
  --scalar-sidebar-color-2: var(--muted-foreground);
  --scalar-sidebar-border-color: var(--border);
  --scalar-custom-header-height: 48px;
  --scalar-radius: 6px;
}
/* What scrolls sideways could not be reached by keyboard. */
.scalar-app .hljs, .scalar-app .hljs *, .scalar-app .markdown pre code {
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  overflow: visible;
}
`

/** Where `type` of a refusal leads: `/docs/api#not_found` is told in the guide's list. */
const REFUSALS = '#description/refusals'
const toRefusals = (address: string): string | undefined =>
  /#[a-z]+(?:_[a-z]+)*$/.test(address) ? REFUSALS : undefined

/**
 * Scalar's reference without anything of its maker's servers: no fonts, no proxy, no telemetry, no assistant. The
 * page's policy (proxy.ts) would refuse them anyway.
 */
export default function ScalarReference({ document }: { document: Record<string, unknown> }) {
  const { resolvedTheme } = useTheme()
  const theme = resolvedTheme === 'dark' ? 'dark' : 'light'
  return (
    <ApiReferenceReact
      key={theme}
      configuration={{
        content: document,
        theme: 'none',
        customCss: CSS,
        forceDarkModeState: theme,
        hideDarkModeToggle: true,
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
        persistAuth: false,
        authentication: { preferredSecurityScheme: 'bearer' },
        documentDownloadType: 'none',
        defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
        redirect: toRefusals,
      }}
    />
  )
}
