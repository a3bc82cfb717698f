import { writeBackend } from '../builtin/backend/write-backend'
import { writeDatabase } from '../builtin/database/write-database'
import { writeFrontend } from '../builtin/frontend/write-frontend'
import { ownsPathsOf, type Writer, type WriterName } from './agent'

/** The writers that work side by side. Their paths are disjoint; the AppSpec is their contract. */
export const writers: Record<WriterName, Writer> = {
  frontend: { name: 'frontend', owns: ownsPathsOf('frontend'), make: { builtin: writeFrontend } },
  backend: { name: 'backend', owns: ownsPathsOf('backend'), make: { builtin: writeBackend } },
  database: { name: 'database', owns: ownsPathsOf('database'), make: { builtin: writeDatabase } },
}
