'use client'

import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PROJECT_STATES } from '@/lib/domains/projects/constants'
import type { ListedProject, ProjectState } from '@/lib/domains/projects/contract'
import { Button } from '../ui/button'
import { Input } from '../ui/fields/input'
import { Select } from '../ui/fields/select'
import { ProjectCard } from './project-card'
import { useFound, useProjects } from './use-projects'

export function ProjectList({ initial, cursor }: { initial: ListedProject[]; cursor: string | null }) {
  const t = useTranslations('projects')
  const { projects, rename, duplicate, remove, more, isReadingMore } = useProjects(initial, cursor)
  const [search, setSearch] = useState('')
  const [state, setState] = useState<ProjectState | null>(null)
  const shown = useFound(projects, { search, state, isWhole: more === null })
  const isFiltered = search.trim() !== '' || state !== null

  if (projects.length === 0) return <NoProjects />
  return (
    <section aria-labelledby="projects" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <h2 id="projects" className="text-base font-medium">
          {t('yours')}
        </h2>
        <ProjectFilter search={search} state={state} onSearch={setSearch} onState={setState} />
      </div>
      <p className="sr-only" role="status">
        {isFiltered ? t('found', { count: shown.length }) : ''}
      </p>
      {shown.length === 0 ? (
        <p className="rounded-lg border border-dashed p-8 text-center text-sm text-muted-foreground">
          {search.trim() === '' ? t('noneInState') : t('noneFound', { search: search.trim() })}
        </p>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {shown.map((project) => (
            <li key={project.id}>
              <ProjectCard
                project={project}
                onRename={(name) => rename(project, name)}
                onDuplicate={() => void duplicate(project)}
                onDelete={() => void remove(project)}
              />
            </li>
          ))}
        </ul>
      )}
      {more !== null && (
        <Button className="self-center" disabled={isReadingMore} onClick={more}>
          {t('older')}
        </Button>
      )}
    </section>
  )
}

type ProjectFilterProps = {
  search: string
  /** Null: in whatever state. */
  state: ProjectState | null
  onSearch: (search: string) => void
  onState: (state: ProjectState | null) => void
}

function ProjectFilter({ search, state, onSearch, onState }: ProjectFilterProps) {
  const t = useTranslations('projects')
  return (
    <div className="flex min-w-0 gap-2 max-sm:w-full">
      <div className="relative min-w-0 flex-1 sm:w-56">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted-foreground" />
        <Input
          type="search"
          aria-label={t('search')}
          placeholder={t('searchShort')}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          className="h-8 pl-8"
        />
      </div>
      <Select
        size="sm"
        aria-label={t('filter')}
        value={state ?? ''}
        onChange={({ target }) => onState(PROJECT_STATES.find((one) => one === target.value) ?? null)}
      >
        <option value="">{t('all')}</option>
        {PROJECT_STATES.map((one) => (
          <option key={one} value={one}>
            {t(`states.${one}`)}
          </option>
        ))}
      </Select>
    </div>
  )
}

const STEPS = ['describe', 'watch', 'read'] as const

function NoProjects() {
  const t = useTranslations('projects')
  return (
    <section aria-labelledby="first" className="flex flex-col gap-4">
      <h2 id="first" className="text-base font-medium">
        {t('first.title')}
      </h2>
      <ol className="grid gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-3">
        {STEPS.map((step, index) => (
          <li key={step} className="flex flex-col gap-1 bg-background p-4">
            <span className="font-mono text-xs text-muted-foreground">{index + 1}</span>
            <span className="text-sm font-medium">{t(`first.${step}.title`)}</span>
            <span className="text-[13px] leading-5 text-muted-foreground">{t(`first.${step}.text`)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
