'use client'

import { ChevronLeft, Copy } from 'lucide-react'
import dynamic from 'next/dynamic'
import { toast } from 'sonner'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Tooltip } from '../ui/tooltip'
import type { Shown } from './use-file-content'

const CodeView = dynamic(() => import('./code-view'), { ssr: false })
const sizeText = (bytes: number): string => (bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} kB`)

type CodePaneProps = {
  path: string | null
  size: number | null
  line: number | null
  /** Who wrote it, when that is known. */
  maker: string | null
  shown: Shown
  onBack: () => void
  empty: string
}

/** One file, read only. */
export function CodePane({ path, size, line, maker, shown, onBack, empty }: CodePaneProps) {
  async function copy() {
    if (shown.state !== 'ready' || shown.content === null) return
    try {
      await navigator.clipboard.writeText(shown.content)
      toast('Copied')
    } catch {
      toast.error('Your browser does not let this page copy.')
    }
  }
  if (path === null)
    return <p className="m-auto max-w-70 p-6 text-center text-sm leading-6 text-muted-foreground">{empty}</p>
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-2 border-b px-3">
        <Button variant="ghost" size="icon-sm" className="lg:hidden" aria-label="Back to files" onClick={onBack}>
          <ChevronLeft />
        </Button>
        <h2 className="truncate font-mono text-xs" title={path}>
          {path}
        </h2>
        {maker !== null && (
          <span
            title={`Written by ${maker}`}
            className="ml-auto max-w-40 min-w-0 shrink-[2] truncate text-xs text-muted-foreground"
          >
            by {maker}
          </span>
        )}
        {size !== null && (
          <span className={cn('shrink-0 text-xs text-muted-foreground', maker === null && 'ml-auto')}>
            {sizeText(size)}
          </span>
        )}
        <Tooltip label="Copy the file">
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Copy the file"
            disabled={shown.state !== 'ready' || shown.content === null}
            onClick={() => void copy()}
          >
            <Copy />
          </Button>
        </Tooltip>
      </div>
      <div className="min-h-0 flex-1">
        {shown.state === 'ready' && shown.content !== null && (
          <CodeView path={shown.path} content={shown.content} line={shown.path === path ? line : null} />
        )}
        {shown.state === 'ready' && shown.content === null && (
          <Notice text="This file is not text. It is in the download." />
        )}
        {shown.state === 'failed' && <Notice text={shown.reason} />}
      </div>
    </>
  )
}

const Notice = ({ text }: { text: string }) => <p className="p-6 text-sm text-muted-foreground">{text}</p>
