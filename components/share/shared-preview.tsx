'use client'

import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { sharedSource } from './shared-source'

const PreviewPane = dynamic(() => import('../preview/preview-pane'), { ssr: false })

type SharedPreviewProps = {
  token: string
  version: number
  onOpenFile?: (path: string, line: number | null) => void
}

/** What a link shows, running in the tab of whoever has it. */
export function SharedPreview({ token, version, onOpenFile }: SharedPreviewProps) {
  const source = useMemo(() => sharedSource(token, version), [token, version])
  return <PreviewPane source={source} onOpenFile={onOpenFile} />
}
