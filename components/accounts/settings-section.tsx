import type { ReactNode } from 'react'

/** One part of the settings: what it is about on the left, its controls on the right. `id` is where links lead. */
export function SettingsSection({
  id,
  title,
  text,
  children,
}: {
  id: string
  title: string
  text: ReactNode
  children: ReactNode
}) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-16 gap-x-10 gap-y-4 border-t py-8 md:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div className="flex flex-col gap-1">
        <h2 id={`${id}-title`} className="text-base font-medium">
          {title}
        </h2>
        <p className="text-sm leading-6 text-muted-foreground">{text}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
