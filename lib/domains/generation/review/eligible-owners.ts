import type { Finding } from '../../evidence/contract'
import type { FileOwner } from '../../spec/ownership'

/**
 * Who may be able to repair a finding. Of a scenario that fails after a form was sent, the page only shows that nothing
 * came of it: whoever receives forms is asked as well. Nobody, where no stage owns it.
 */
export const eligibleOwners = ({ owner, rule }: Finding): readonly FileOwner[] =>
  owner === undefined ? [] : rule === 'scenario-fails-after-form' ? [...new Set([owner, 'backend' as const])] : [owner]
