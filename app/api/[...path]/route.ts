import { refuseAll } from '@/lib/web'

/** Addresses below /api that are no version of the API. */
export const { GET, POST, PUT, PATCH, DELETE } = refuseAll()
