import { ApiReference } from '@/components/system/api-reference'
import { apiDocument } from '@/lib/web'

export const metadata = { title: 'API' }

export default function ApiPage() {
  return <ApiReference document={apiDocument()} />
}
