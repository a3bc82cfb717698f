'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs'
import type { PreviewStage } from './preview-stage'

type CodeOrPreviewProps = {
  stage: PreviewStage
  /** Null while it is not known yet. */
  middle: 'code' | 'preview' | null
  onMiddle: (middle: 'code' | 'preview') => void
  /** The version that is shown; 0: there is none yet. */
  version: number
  /** A run writes the files that are shown. */
  isWriting: boolean
  /** The version is what a run has delivered to look at while it goes on. */
  isDraft: boolean
  /** The editor. */
  children: ReactNode
}

/** The middle of the studio: the file that is open, or the application that all files make. */
export function CodeOrPreview({ stage, middle, onMiddle, version, isWriting, isDraft, children }: CodeOrPreviewProps) {
  const { attach } = stage
  // The editor is loaded when somebody wants to see it, and stays.
  const [isCodeOpened, setCodeOpened] = useState(middle === 'code')
  if (middle === 'code' && !isCodeOpened) setCodeOpened(true)
  const t = useTranslations('preview')
  const content = 'flex min-h-0 flex-1 flex-col data-[state=inactive]:hidden'
  return (
    <Tabs
      value={middle ?? ''}
      onValueChange={(name) => onMiddle(name === 'preview' ? 'preview' : 'code')}
      className="min-h-0 flex-1"
    >
      {/* Where panes are chosen above, both are among them. */}
      <TabsList aria-label={t('tabs')} className="h-9 px-3 max-xl:hidden">
        <TabsTrigger value="preview">{t('preview')}</TabsTrigger>
        <TabsTrigger value="code">{t('code')}</TabsTrigger>
      </TabsList>
      <TabsContent value="code" forceMount className={content}>
        {isCodeOpened && children}
      </TabsContent>
      <TabsContent value="preview" forceMount className={content}>
        {version === 0 ? (
          <Nothing text={t(isWriting ? 'writing' : 'nothing')} />
        ) : (
          <>
            {isDraft && (
              <p role="status" className="border-b bg-surface px-4 py-1.5 text-xs leading-5 text-muted-foreground">
                {t('draft')}
              </p>
            )}
            <div ref={attach} className="flex min-h-0 flex-1 flex-col" />
          </>
        )}
      </TabsContent>
    </Tabs>
  )
}

const Nothing = ({ text }: { text: string }) => (
  <p className="m-auto max-w-70 p-6 text-center text-sm leading-6 text-muted-foreground">{text}</p>
)
