'use client'

import { useEffect, useState } from 'react'
import { diffVersions, type VersionDiff } from '@/lib/domains/projects/contract'
import { ApiError, call } from '@/lib/http/client'
import { cn } from '../ui/cn'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '../ui/dialog'
import { ScrollArea } from '../ui/scroll-area'

/** What one version changed, file by file. Grey, not green and red: a changed line is not evidence. */
export function VersionDiffDialog({
  projectId,
  version,
  onClose,
}: {
  projectId: string
  version: number | null
  onClose: () => void
}) {
  const [diff, setDiff] = useState<VersionDiff | null>(null)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    setDiff(null)
    setError(null)
    if (version === null) return
    const abort = new AbortController()
    call(diffVersions, { params: { id: projectId, number: version }, query: {} }, { signal: abort.signal })
      .then(setDiff)
      .catch((refusal: unknown) => refusal instanceof ApiError && setError(refusal.problem.detail))
    return () => abort.abort()
  }, [projectId, version])

  return (
    <Dialog open={version !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="flex h-[80dvh] max-w-230 flex-col gap-0 p-0">
        <DialogHeader className="border-b p-4">
          <DialogTitle>What version {version} changed</DialogTitle>
          <DialogDescription>{error ?? (diff === null ? 'Comparing the files' : summaryOf(diff))}</DialogDescription>
        </DialogHeader>
        <ScrollArea label="Changed files" className="flex-1">
          {diff?.files.map((file) => (
            <details key={file.path} open={diff.files.length <= 12} className="border-b [content-visibility:auto]">
              <summary className="sticky top-0 flex cursor-pointer items-center gap-3 bg-raised px-4 py-2 text-xs -outline-offset-2">
                <span className="truncate font-mono">{file.path}</span>
                <span className="ml-auto shrink-0 text-muted-foreground">
                  {file.change} · +{file.added} −{file.removed}
                </span>
              </summary>
              {file.patch === null ? (
                <p className="px-4 pb-3 text-xs text-muted-foreground">Not text.</p>
              ) : (
                <Patch text={file.patch} />
              )}
            </details>
          ))}
        </ScrollArea>
      </DialogContent>
    </Dialog>
  )
}

const summaryOf = (diff: VersionDiff): string =>
  diff.files.length === 0
    ? `No file differs from version ${diff.from}.`
    : `${diff.files.length} ${diff.files.length === 1 ? 'file' : 'files'} since version ${diff.from}.`

function Patch({ text }: { text: string }) {
  // The header lines name the file once more; it stands above already.
  const lines = text
    .split('\n')
    .filter((line) => !/^(---|\+\+\+|Index:|={5,}|diff )/.test(line))
    .map((line, number) => ({ line, number }))
  return (
    <pre className="overflow-x-auto border-t bg-surface py-2 font-mono text-xs leading-5" tabIndex={0}>
      {lines.map(({ line, number }) => (
        <div
          key={number}
          className={cn(
            'px-4',
            line.startsWith('+') ? 'bg-muted font-medium text-foreground' : 'text-muted-foreground',
            line.startsWith('-') && 'line-through decoration-input',
            line.startsWith('@@') && 'py-1 text-[11px]',
          )}
        >
          {line === '' ? ' ' : line}
        </div>
      ))}
    </pre>
  )
}
