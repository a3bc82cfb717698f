'use client'

import type { AppSpec } from '@/lib/domains/spec/contract'
import { removePage, renamePage, whyPageStays } from './plan-edits'
import { PlanNameInput } from './plan-name-input'
import { type PlanEdit, RemoveButton } from './plan-thing'
import { AUTH_TEXT } from './plan-words'

/** Every page with its address, what it is for and who gets to see it. */
export function PlanPages({ spec, onEdit }: { spec: AppSpec; onEdit: PlanEdit }) {
  return (
    <ul className="flex flex-col divide-y rounded-lg border bg-raised">
      {spec.pages.map((page) => {
        const title = page.title ?? page.path
        return (
          <li
            key={page.path}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-1.5 pr-2 pl-2.5 sm:grid-cols-[11rem_minmax(0,1fr)_auto_auto]"
          >
            <PlanNameInput
              label={`Title of ${page.path}`}
              value={title}
              onRename={(next) => onEdit((now) => renamePage(now, page.path, next), `${title} is called ${next} now`)}
              className="text-[13px] font-medium"
            />
            <div className="min-w-0 max-sm:col-span-2 max-sm:row-start-2 max-sm:px-1.5">
              <span className="font-mono text-xs">{page.path}</span>
              <span className="text-xs text-muted-foreground"> · {page.purpose}</span>
            </div>
            <span className="text-xs text-muted-foreground max-sm:hidden">{AUTH_TEXT[page.auth ?? 'public']}</span>
            <RemoveButton
              label={`Remove the page ${title}`}
              stays={whyPageStays(page.path)}
              onRemove={() => onEdit((now) => removePage(now, page.path), `The page ${title} removed`)}
            />
          </li>
        )
      })}
    </ul>
  )
}
