import { errorText } from '@/lib/core/error-texts'
import type { AppSpec } from '@/lib/domains/spec/contract'
import type { Edited } from '@/lib/domains/spec/edit/edited'

/** The plan that an edit comes to; throws with the reason where it was refused. */
export function done({ spec, refusal }: Edited): AppSpec {
  if (refusal !== null) throw new Error(`refused at ${refusal.place}: ${errorText('en', refusal.told)}`)
  return spec
}
