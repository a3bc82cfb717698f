import type { Operation, Role } from '@/lib/domains/spec/contract'

/** How the matrix names roles and operations to people. */
export const ROLE_TEXT: Record<Role, { short: string; long: string }> = {
  anon: { short: 'Anon', long: 'Anybody, not signed in' },
  owner: { short: 'Owner', long: 'The person the row belongs to' },
  other: { short: 'Other', long: 'Somebody else who is signed in' },
  member: { short: 'Member', long: 'A member of the team' },
  admin: { short: 'Admin', long: 'An administrator' },
  former: { short: 'Former', long: 'Somebody who has left the team' },
  service: { short: 'Service', long: 'Your server with the service key' },
}

export const OPERATION_TEXT: Record<Operation, { short: string; long: string }> = {
  read: { short: 'Read', long: 'Read the row' },
  insert: { short: 'Insert', long: 'Add a row of their own' },
  insert_forged: { short: 'Forge', long: 'Add a row in somebody else’s name' },
  update: { short: 'Update', long: 'Change the row' },
  move: { short: 'Move', long: 'Hand the row to another owner' },
  delete: { short: 'Delete', long: 'Delete the row' },
}
