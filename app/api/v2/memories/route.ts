import { addMemory } from '@/lib/domains/memory/add-memory'
import * as contract from '@/lib/domains/memory/contract'
import { listMemories } from '@/lib/domains/memory/list-memories'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.listMemories, ({ ctx, who, query }) => listMemories(ctx, who, query))
export const POST = route(contract.addMemory, ({ ctx, who, body }) => addMemory(ctx, who, body))
export const { PUT, PATCH, DELETE } = refuseOthers('GET', 'POST')
