import type { Endpoint } from './http/endpoint'
import { endpoints as accounts } from './domains/accounts/contract'
import { endpoints as credits } from './domains/credits/contract'
import { endpoints as evidence } from './domains/evidence/contract'
import { endpoints as files } from './domains/files/contract'
import { endpoints as generation } from './domains/generation/contract'
import { endpoints as memory } from './domains/memory/contract'
import { endpoints as preview } from './domains/preview/contract'
import { endpoints as projects } from './domains/projects/contract'
import { endpoints as runs } from './domains/runs/contract'
import { endpoints as share } from './domains/share/contract'
import { endpoints as system } from './domains/system/contract'

/** Every route of `/api/v2`, in the order in which the reference shows them. Browser-safe. */
export const contracts: readonly Endpoint[] = [
  ...accounts,
  ...credits,
  ...projects,
  ...files,
  ...memory,
  ...generation,
  ...runs,
  ...evidence,
  ...preview,
  ...share,
  ...system,
]
