'use client'

import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { projectSource } from './preview-source'
import type { ProblemActions } from './problem-list'

/** Loaded when somebody looks at a preview. */
const PreviewPane = dynamic(() => import('./preview-pane'), { ssr: false })

type ProjectPreviewProps = ProblemActions & { projectId: string; version: number }

/** A version of a project of whoever is signed in, running. */
export function ProjectPreview({ projectId, version, ...actions }: ProjectPreviewProps) {
  const source = useMemo(() => projectSource(projectId, version), [projectId, version])
  return <PreviewPane source={source} {...actions} />
}
