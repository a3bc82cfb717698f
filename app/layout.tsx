import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { QueryProvider } from '@/components/shell/query-provider'
import { ThemeProvider } from '@/components/shell/theme-provider'
import { EARLY_SUBMITS } from '@/components/ui/fields/early-submits'
import { NoticePlace } from '@/components/ui/notices/notice-place'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell')
  return { title: { default: 'Devora', template: '%s · Devora' }, description: t('description') }
}
export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0e10' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading it makes every page dynamic, as it must be: a page written in advance has no nonce, and its scripts would
  // not run.
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1]
  return (
    // next-themes writes the class before React hydrates.
    <html lang={await getLocale()} className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body className="antialiased">
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: EARLY_SUBMITS }} />
        <NextIntlClientProvider>
          <ThemeProvider nonce={nonce}>
            <QueryProvider>{children}</QueryProvider>
            <NoticePlace />
          </ThemeProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
