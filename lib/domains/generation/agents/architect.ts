import { planApp } from '../builtin/architect/plan-app'
import { writeRoot } from '../builtin/root/write-root'
import type { AppSpec } from '../../spec/contract'
import { ownsPathsOf, type ProjectFile } from './agent'

export type ArchitectInput = { prompt: string; previous?: AppSpec }

/** Plans the application, and writes the files at the project's root that follow from the plan alone. */
export const architect = {
  owns: ownsPathsOf('architect'),
  make: {
    builtin: {
      plan: (input: ArchitectInput): AppSpec => planApp(input),
      write: (spec: AppSpec): ProjectFile[] => writeRoot(spec),
    },
  },
}
