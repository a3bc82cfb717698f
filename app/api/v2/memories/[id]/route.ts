import * as contract from '@/lib/domains/memory/contract'
import { forgetMemory } from '@/lib/domains/memory/forget-memory'
import { updateMemory } from '@/lib/domains/memory/update-memory'
import { refuseOthers, route } from '@/lib/web'

export const PATCH = route(contract.updateMemory, ({ ctx, who, params, body }) =>
  updateMemory(ctx, who, params.id, body),
)
export const DELETE = route(contract.forgetMemory, ({ ctx, who, params }) => forgetMemory(ctx, who, params.id))
export const { GET, POST, PUT } = refuseOthers('PATCH', 'DELETE')
