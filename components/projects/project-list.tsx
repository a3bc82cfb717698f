'use client'

import { Search } from 'lucide-react'
import { useState } from 'react'
import type { Project } from '@/lib/domains/projects/contract'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { ProjectCard } from './project-card'
import { useProjects } from './use-projects'

/** Case and accents do not matter when one looks for a name. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

type ProjectListProps = {
  initial: Project[]
  cursor: string | null
  making: readonly string[]
  waiting: readonly string[]
}

export function ProjectList({ initial, cursor, making, waiting }: ProjectListProps) {
  const { projects, rename, remove, more } = useProjects(initial, cursor)
  const [search, setSearch] = useState('')
  const shown = projects.filter((project) => plain(project.name).includes(plain(search.trim())))

  if (projects.length === 0) return <NoProjects />
  return (
    <section aria-labelledby="projects" className="flex flex-col gap-4">
      <div className="flex items-center justify-between gap-4">
        <h2 id="projects" className="text-base font-medium">
          Your projects
        </h2>
        <div className="relative w-56">
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted-foreground" />
          <Input
            type="search"
            aria-label="Search by name"
            placeholder="Search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="h-8 pl-8"
          />
        </div>
      </div>
      <p className="sr-only" role="status">
        {search === '' ? '' : `${shown.length} found`}
      </p>
      {shown.length === 0 ? (
        <p className="rounded-lg border border-dashed p-8 text-center text-sm text-muted-foreground">
          No project has “{search}” in its name.
        </p>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {shown.map((project) => (
            <li key={project.id}>
              <ProjectCard
                project={project}
                isBeingMade={making.includes(project.id)}
                isWaiting={waiting.includes(project.id)}
                onRename={(name) => rename(project.id, name)}
                onDelete={() => void remove(project)}
              />
            </li>
          ))}
        </ul>
      )}
      {more !== null && (
        <Button className="self-center" onClick={() => void more()}>
          Show older ones
        </Button>
      )}
    </section>
  )
}

const STEPS = [
  [
    'Describe it',
    'What people keep in it, who may see what, which pages and colours. One sentence is enough to begin.',
  ],
  [
    'Watch it being made',
    'Plan, front end, back end, database and checks appear as they happen. You can close the tab.',
  ],
  [
    'Read the evidence',
    'The report says what ran and what it proved. Then download the project or change it with another sentence.',
  ],
] as const

function NoProjects() {
  return (
    <section aria-labelledby="first" className="flex flex-col gap-4">
      <h2 id="first" className="text-base font-medium">
        Your first project
      </h2>
      <ol className="grid gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-3">
        {STEPS.map(([title, text], index) => (
          <li key={title} className="flex flex-col gap-1 bg-background p-4">
            <span className="font-mono text-xs text-muted-foreground">{index + 1}</span>
            <span className="text-sm font-medium">{title}</span>
            <span className="text-[13px] leading-5 text-muted-foreground">{text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
