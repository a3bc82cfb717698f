import Link from 'next/link'

/** Three proven cells and one not yet: the access matrix, small. */
function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 18 18" aria-hidden className={className ?? 'size-4.5'}>
      <rect x="0" y="0" width="8" height="8" rx="1.5" className="fill-foreground" />
      <rect x="10" y="0" width="8" height="8" rx="1.5" className="fill-foreground" />
      <rect x="0" y="10" width="8" height="8" rx="1.5" className="fill-foreground" />
      <rect
        x="10.75"
        y="10.75"
        width="6.5"
        height="6.5"
        rx="1"
        className="fill-proven-fill stroke-proven-fill"
        strokeWidth="1.5"
      />
    </svg>
  )
}

export function Wordmark({ href = '/' }: { href?: string }) {
  return (
    <Link href={href} className="flex items-center gap-2 rounded-sm text-[15px] font-semibold tracking-tight">
      <Mark />
      Devora
    </Link>
  )
}
