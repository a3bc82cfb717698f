'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { cn } from '../ui/cn'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs'

const PreviewPane = dynamic(() => import('./preview-pane'), { ssr: false })

type CodeOrPreviewProps = {
  projectId: string
  /** The version that is shown; 0: there is none yet. */
  version: number
  /** A run writes the files that are shown. */
  isWriting: boolean
  onOpenFile: (path: string, line: number | null) => void
  /** The editor. */
  children: ReactNode
}

/** The middle of the studio: the file that is open, or the application that all files make. */
export function CodeOrPreview({ projectId, version, isWriting, onOpenFile, children }: CodeOrPreviewProps) {
  const t = useTranslations('preview')
  const [tab, setTab] = useState('code')
  // Opened once, it stays: its data and its people live in it.
  const [isOpened, setOpened] = useState(false)
  const open = (name: string): void => {
    setTab(name)
    if (name === 'preview') setOpened(true)
  }
  const openFile = (path: string, line: number | null): void => {
    setTab('code')
    onOpenFile(path, line)
  }
  const content = 'flex min-h-0 flex-1 flex-col data-[state=inactive]:hidden'
  return (
    <Tabs value={tab} onValueChange={open} className="min-h-0 flex-1">
      <TabsList aria-label={t('tabs')} className="h-9 px-3">
        <TabsTrigger value="code">{t('code')}</TabsTrigger>
        <TabsTrigger value="preview">{t('preview')}</TabsTrigger>
      </TabsList>
      <TabsContent value="code" forceMount className={content}>
        {children}
      </TabsContent>
      <TabsContent value="preview" forceMount className={cn(content)}>
        {version === 0 ? (
          <Nothing text={t(isWriting ? 'writing' : 'nothing')} />
        ) : (
          isOpened && <PreviewPane projectId={projectId} version={version} onOpenFile={openFile} />
        )}
      </TabsContent>
    </Tabs>
  )
}

const Nothing = ({ text }: { text: string }) => (
  <p className="m-auto max-w-70 p-6 text-center text-sm leading-6 text-muted-foreground">{text}</p>
)
