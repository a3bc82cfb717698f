'use client'

import { useTranslations } from 'next-intl'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { refusePageRemoval, removePage, renamePage } from '@/lib/domains/spec/edit/pages'
import { PlanNameInput } from './plan-name-input'
import { type PlanEdit, RemoveButton } from './plan-entity'
import { cn } from '../../ui/cn'

/** Every page with its address, what it is for and who gets to see it. */
export function PlanPages({ spec, onEdit }: { spec: AppSpec; onEdit: PlanEdit }) {
  const t = useTranslations('plan.page')
  return (
    <ul className="flex flex-col divide-y rounded-lg border bg-raised">
      {spec.pages.map((page) => {
        const title = page.title ?? page.path
        return (
          <li
            key={page.path}
            className={cn(
              'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-1.5',
              'pr-2 pl-2.5 sm:grid-cols-[11rem_minmax(0,1fr)_auto_auto]',
            )}
          >
            <PlanNameInput
              label={t('title', { path: page.path })}
              value={title}
              onRename={(next) => onEdit((now) => renamePage(now, page.path, next), t('renamed', { title, next }))}
              className="text-[13px] font-medium"
            />
            <div className="min-w-0 max-sm:col-span-2 max-sm:row-start-2 max-sm:px-1.5">
              <span className="font-mono text-xs">{page.path}</span>
              <span className="text-xs text-muted-foreground"> · {page.purpose}</span>
            </div>
            <span className="text-xs text-muted-foreground max-sm:hidden">{t(`auth.${page.auth ?? 'public'}`)}</span>
            <RemoveButton
              label={t('remove', { title })}
              stays={refusePageRemoval(page.path)}
              onRemove={() => onEdit((now) => removePage(now, page.path), t('removed', { title }))}
            />
          </li>
        )
      })}
    </ul>
  )
}
