import { planApp } from '../../builtin/architect/plan-app'
import type { PreferredTheme } from '../../builtin/architect/plan-theme'
import { writeRoot } from '../../builtin/root/write-root'
import { planSite } from '../../builtin/site/plan-site'
import { writeSiteRoot } from '../../builtin/site/write-site'
import type { AppSpec } from '../../../spec/contract'
import { ownsPathsOf, type ProjectFile } from '../agent'

export type ArchitectInput = {
  prompt: string
  previous?: AppSpec
  mode?: AppSpec['mode']
  preferred?: PreferredTheme
  /** The blueprint of a new application, where somebody chose one. */
  template?: string
}

/** Plans the application, and writes the files at the project's root that follow from the plan alone. */
export const architect = {
  owns: ownsPathsOf('architect'),
  make: {
    builtin: {
      plan: ({ mode, ...input }: ArchitectInput): AppSpec => (mode === 'site' ? planSite(input) : planApp(input)),
      write: (spec: AppSpec): ProjectFile[] => (spec.mode === 'site' ? writeSiteRoot(spec) : writeRoot(spec)),
    },
  },
}
