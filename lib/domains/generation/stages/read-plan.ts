import type { AppSpec } from '../../spec/contract'
import { SafeSpec } from '../../spec/edit/plan'

/**
 * The plan in a file; null for one that somebody broke by hand, or that would break out of the files made from it: that
 * is no plan to build on.
 */
export function readPlan(bytes: Uint8Array | undefined): AppSpec | null {
  if (bytes === undefined) return null
  try {
    return SafeSpec.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return null
  }
}
