/** Words of plans, for pages too: these do not load the contract with its schemas. Browser-safe. */

export const FIELD_TYPES = [
  'text',
  'longtext',
  'integer',
  'number',
  'money',
  'boolean',
  'date',
  'datetime',
  'enum',
  'email',
  'url',
  'image',
  'file',
  'json',
  'reference',
] as const
export const ROLES = ['anon', 'owner', 'other', 'member', 'admin', 'former', 'service'] as const
export const OPERATIONS = ['read', 'insert', 'insert_forged', 'update', 'move', 'delete'] as const
/** Most letters of an answer to a question. */
export const MAX_ANSWER = 500
