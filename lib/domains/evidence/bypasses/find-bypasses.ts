import type { DevoraJson } from '../../spec/contract.ts'
import { finding } from '../check.ts'
import type { Finding } from '../contract.ts'
import type { Catalogue } from '../access/catalogue.ts'
import type { ScratchDatabase } from '../scratch/database.ts'
import type { SourceIndex } from '../sql/source-index.ts'
import { findCallerNamed, publicFunctions } from './caller-named.ts'
import { findTrustedClients } from './identity.ts'
import { findNegativeAmounts } from './negative-amount.ts'
import { findOwnWorth } from './own-worth.ts'
import { findPublicBuckets } from './public-buckets.ts'
import { findToldAbout } from './told-about.ts'
import type { Take } from './bypass.ts'
import { findEditableTrust } from './edit-trust.ts'

/**
 * Ways past the policies that no cell of the access matrix takes: each says in one sentence what somebody does, and
 * what to change.
 */

/** Everything found in the resulting database; what can be tried is tried, in transactions that are rolled back. */
export async function findBypasses(
  database: ScratchDatabase,
  { spec, catalogue, sources }: { spec: DevoraJson; catalogue: Catalogue; sources: SourceIndex },
): Promise<Finding[]> {
  const findings: Finding[] = []
  const told = new Set<string>()
  const take: Take = ({ rule, place: [kind, name], ...more }) => {
    if (rule === 'definer-trusts-caller' && told.has(name)) return
    told.add(name)
    findings.push(finding({ check: 'access', rule, ...(sources.find(kind, name) ?? sources.start), ...more }))
  }
  findTrustedClients(catalogue, take)
  findPublicBuckets(catalogue, take)
  findCallerNamed(catalogue, spec, take)
  findOwnWorth(catalogue, spec, take)
  findNegativeAmounts(catalogue, spec, take)
  findToldAbout(catalogue, spec, take)
  await findEditableTrust(database, catalogue, take)
  return findings
}

/** The catalogue as if nobody could call what `devora.json` says is public on purpose. */
export function withoutPublicFunctions(catalogue: Catalogue, spec: DevoraJson): Catalogue {
  const open = publicFunctions(spec)
  const functions = catalogue.functions.map((one) =>
    one.schema === 'public' && open.has(one.name) ? { ...one, executableBy: [] } : one,
  )
  return { ...catalogue, functions }
}
