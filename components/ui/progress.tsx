import { cn } from './cn'

/** Real progress only: `value` of `max` countable things. `label` names them. */
export function Progress({
  value,
  max,
  label,
  className,
}: {
  value: number
  max: number
  label: string
  className?: string
}) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      className={cn('h-1 overflow-hidden rounded-full bg-muted', className)}
    >
      <div
        className="h-full bg-foreground transition-[width] duration-150"
        style={{ width: `${max === 0 ? 0 : (value / max) * 100}%` }}
      />
    </div>
  )
}
