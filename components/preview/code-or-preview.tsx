'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs'
import type { PreviewStage } from './preview-stage'

type CodeOrPreviewProps = {
  stage: PreviewStage
  /** The version that is shown; 0: there is none yet. */
  version: number
  /** A run writes the files that are shown. */
  isWriting: boolean
  /** The editor. */
  children: ReactNode
}

/** The middle of the studio: the file that is open, or the application that all files make. */
export function CodeOrPreview({ stage, version, isWriting, children }: CodeOrPreviewProps) {
  const { tab, setTab, attach } = stage
  const t = useTranslations('preview')
  const content = 'flex min-h-0 flex-1 flex-col data-[state=inactive]:hidden'
  return (
    <Tabs
      value={tab}
      onValueChange={(name) => setTab(name === 'preview' ? 'preview' : 'code')}
      className="min-h-0 flex-1"
    >
      <TabsList aria-label={t('tabs')} className="h-9 px-3">
        <TabsTrigger value="code">{t('code')}</TabsTrigger>
        <TabsTrigger value="preview">{t('preview')}</TabsTrigger>
      </TabsList>
      <TabsContent value="code" forceMount className={content}>
        {children}
      </TabsContent>
      <TabsContent value="preview" forceMount className={content}>
        {version === 0 ? (
          <Nothing text={t(isWriting ? 'writing' : 'nothing')} />
        ) : (
          <div ref={attach} className="flex min-h-0 flex-1 flex-col" />
        )}
      </TabsContent>
    </Tabs>
  )
}

const Nothing = ({ text }: { text: string }) => (
  <p className="m-auto max-w-70 p-6 text-center text-sm leading-6 text-muted-foreground">{text}</p>
)
