import type { ReactNode } from 'react'

/** A small label above its control. `id`: the control's; null where what stands below names itself. */
export function PlanFormLine({ label, id, children }: { label: string; id: string | null; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {id === null ? (
        <span className="text-xs text-muted-foreground">{label}</span>
      ) : (
        <label htmlFor={id} className="text-xs text-muted-foreground">
          {label}
        </label>
      )}
      {children}
    </div>
  )
}
