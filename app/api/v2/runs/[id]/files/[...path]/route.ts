import * as contract from '@/lib/domains/runs/contract'
import { readRunFile } from '@/lib/domains/generation/read-run-file'
import { refuseOthers, route } from '@/lib/web'

export const GET = route(contract.getRunFile, ({ ctx, who, params }) => readRunFile(ctx, who, params))
export const { POST, PUT, PATCH, DELETE } = refuseOthers('GET')
