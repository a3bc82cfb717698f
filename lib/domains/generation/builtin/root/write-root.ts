import { type AppSpec, DevoraJson } from '../../../spec/contract'
import { demoPeople } from '../../../spec/demo-people'
import type { ProjectFile } from '../../agents/agent'
import { configFiles } from './config-files'
import { packageJson } from './package-file'
import { readme } from './readme'

/**
 * The root of a generated project: what the architect stage writes. `devora.json` is the plan itself
 * (`schemas/devora.schema.json`), the rest is what npm, TypeScript, Next.js, Tailwind and git look for there. Pure;
 * throws when the plan breaks its own schema.
 */
export function writeRoot(spec: AppSpec): ProjectFile[] {
  const demo = demoPeople(spec)
  const plan = DevoraJson.parse(demo.length === 0 ? spec : { ...spec, demo })
  return [
    { path: 'devora.json', content: JSON.stringify(plan, null, 2) + '\n' },
    { path: 'package.json', content: packageJson(spec) },
    ...configFiles(spec),
    { path: 'README.md', content: readme(spec) },
  ]
}
