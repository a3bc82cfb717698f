import { refuseAll } from '@/lib/web'

export const { GET, POST, PUT, PATCH, DELETE } = refuseAll()
