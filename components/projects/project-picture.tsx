import type { getThumbnail } from '@/lib/domains/files/contract'
import { addressOf } from '@/lib/http/client'
import { cn } from '../ui/cn'

type ProjectPictureProps = {
  id: string
  name: string
  /** The version of which there is a picture; null: none was taken yet. */
  version: number | null
}

/** How the application looks, as it was seen in the preview; before that, its initial on an empty page. */
export function ProjectPicture({ id, name, version }: ProjectPictureProps) {
  return (
    <div aria-hidden className="aspect-8/5 overflow-hidden border-b bg-muted">
      {version === null ? (
        <EmptyPage name={name} />
      ) : (
        // A picture of ours, made for this size: nothing is to be optimised.
        // oxlint-disable-next-line nextjs/no-img-element
        <img
          src={addressOf<typeof getThumbnail>('/projects/{id}/thumbnail', { id }, { version })}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover object-top"
        />
      )}
    </div>
  )
}

const LINES = ['w-3/4', 'w-full', 'w-1/2']

function EmptyPage({ name }: { name: string }) {
  const bar = 'h-1.5 rounded-full bg-border'
  return (
    <div className="mx-auto flex h-full w-3/4 flex-col gap-3 rounded-t-md border-x border-t bg-background p-4 mt-6">
      <div className="flex items-center gap-2">
        <span className="flex size-6 items-center justify-center rounded-sm bg-muted text-xs font-medium">
          {[...name.trim()][0]?.toUpperCase()}
        </span>
        <span className={cn(bar, 'w-16')} />
      </div>
      {LINES.map((width) => (
        <span key={width} className={cn(bar, width)} />
      ))}
    </div>
  )
}
