'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { diffVersions, VersionDiff } from '@/lib/domains/projects/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '../ui/overlays/dialog'
import { ScrollArea } from '../ui/scroll-area'
import { Patch } from './patch'
import { cn } from '../ui/cn'

const FEW = 12

type VersionDiffDialogProps = { projectId: string; version: number; onClose: () => void }

/** What one version changed, file by file. */
export function VersionDiffDialog({ projectId, version, onClose }: VersionDiffDialogProps) {
  const t = useTranslations('studio.diff')
  const errorText = useErrorText()
  const { data: diff, error } = useQuery({
    queryKey: ['project', projectId, 'diff', version],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      call<typeof diffVersions>(
        'GET /projects/{id}/versions/{number}/diff',
        { params: { id: projectId, number: version }, query: {} },
        { signal },
      ),
  })
  const summary = (found: VersionDiff): string =>
    t(found.files.length === 0 ? 'nothing' : 'files', { count: found.files.length, from: found.from })
  const refusal = error === null ? null : errorText(error, { otherwise: t('failed') })
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="flex h-[80dvh] max-w-230 flex-col gap-0 p-0">
        <DialogHeader className="border-b p-4">
          <DialogTitle>{t('title', { version })}</DialogTitle>
          <DialogDescription>{refusal ?? (diff === undefined ? t('comparing') : summary(diff))}</DialogDescription>
        </DialogHeader>
        <ScrollArea label={t('label')} className="flex-1">
          {diff?.files.map((file) => (
            <details key={file.path} open={diff.files.length <= FEW} className="border-b [content-visibility:auto]">
              <summary
                className={cn(
                  'sticky top-0 flex cursor-pointer items-center gap-3',
                  'bg-raised px-4 py-2 text-xs -outline-offset-2',
                )}
              >
                <span className="truncate font-mono">{file.path}</span>
                <span className="ml-auto shrink-0 text-muted-foreground">
                  {t('file', { change: t(`changes.${file.change}`), added: file.added, removed: file.removed })}
                </span>
              </summary>
              {file.patch === null ? (
                <p className="px-4 pb-3 text-xs text-muted-foreground">{t('notText')}</p>
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
