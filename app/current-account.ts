import type { Account } from '@/components/shell/account-choices'
import { currentUser } from '@/lib/domains/accounts/current-user'
import { pageContext } from '@/lib/web'

/** Who the header names; null when nobody is signed in. */
export async function currentAccount(): Promise<Account | null> {
  const { ctx, who } = await pageContext()
  return who === null ? null : currentUser(ctx, who)
}
