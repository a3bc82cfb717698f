import type { Catalogue, Policy } from '../access/catalogue.ts'
import type { Take } from './bypass.ts'

/** Folders that policies keep apart in a bucket that the server shows to everybody, past every policy. */

const PER_OWNER = /storage\.foldername|\bowner(?:_id)?\b|split_part\(\s*name|\bname\b[^=]*(?:~~|like)/i
const ASKS = /auth\.(?:uid|jwt)\s*\(/i
/** Pictures and the like, which are meant to be seen; a policy that lists them to their owner alone hides no file. */
const FOR_ALL = /avatar|public|logo|cover|banner|thumb|asset|static|brand|gallery|media|image|photo|picture|cms/i
/** Names of what nobody shows to others. */
const FOR_FEW =
  /doc|invoice|receipt|contract|private|medical|record|report|statement|passport|identit|kyc|payslip|payroll|backup|export|secret|personal|confidential|attachment|upload|file|scan/i

/** The buckets that an expression names. */
const bucketsOf = (expression: string): string[] =>
  [
    ...expression.matchAll(
      /bucket_id\)?\s*(?:::text\s*)?(?:=\s*(?:any\s*\()?|in\s*\()([^;]*?)(?:\)\s*and\b|\band\b|$)/gi,
    ),
  ].flatMap(([, list = '']) => [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name))

/** A policy that gives each owner their own files to read. */
const keepsApart = ({ command, isPermissive, using }: Policy): boolean =>
  isPermissive && (command === 'select' || command === 'all') && PER_OWNER.test(using ?? '') && ASKS.test(using ?? '')

/** Public buckets whose reading policies are about each owner's own files. */
export function findPublicBuckets(catalogue: Catalogue, take: Take): void {
  const policies = catalogue.tables.get('storage.objects')?.policies ?? []
  const told = new Set<string>()
  for (const policy of policies.filter(keepsApart))
    for (const bucket of bucketsOf(policy.using ?? '')) {
      const isMeant =
        policy.command === 'select' ? !FOR_ALL.test(bucket) : FOR_FEW.test(bucket) && !FOR_ALL.test(bucket)
      if (told.has(bucket) || !catalogue.publicBuckets.includes(bucket) || !isMeant) continue
      told.add(bucket)
      take({
        rule: 'public-bucket-private-files',
        place: ['policy', `storage.objects ${policy.name}`],
        message: `Anybody who knows or guesses a path reads the files of bucket "${bucket}" without an account: it is public, so policy "${policy.name}", which keeps its owners apart, is never asked.`,
        hint: `update storage.buckets set public = false where id = '${bucket}'; and hand out signed URLs.`,
      })
    }
}
