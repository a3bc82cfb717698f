import { describe, expect, it } from 'vitest'
import { isPlaceholder } from '@/lib/domains/evidence/syntax/placeholders'

describe('isPlaceholder', () => {
  it.each([
    ' ...', ' … ', ' ... rest of the code ...', ' rest unchanged', '... existing code ...', ' existing code', ' ... keep existing imports ...', ' rest of the component stays the same',
    ' same as before', ' (unchanged)', ' remaining functions unchanged', ' The rest of the file remains unchanged', ' other imports', ' Your code here', ' add your logic here', ' implementation goes here',
    ' Previous implementation omitted for brevity', ' TODO: implement', ' not implemented yet', '... more fields ...', ' other existing methods here', ' code omitted', ' unchanged',
    ' el resto del código sin cambios', ' código existente', ' ... resto del archivo', ' igual que antes', ' sin cambios', ' le reste du code inchangé', ' Rest des Codes unverändert', ' o resto do código',
  ])('finds %j', (text) => expect(isPlaceholder(text)).toBe(true)) // prettier-ignore
  it.each([
    ' Existing notes keep their owner; see the policy.', ' Keep the existing code path for guests', ' imports', ' types', ' 1, 2, ... n', ' https://example.com/... is cut', ' The rest is validated by the database',
    ' TODO(ana): show the count', ' implementation note: dates are text', ' code: two letters', ' Same order as before the sort: it is stable', ' rest parameters collect the arguments', ' See the existing policy',
    ' Loading…', ' e.g. Mon, Tue, ...', ' other people see nothing', ' the remaining seats', '* Reads the rest of the stream and answers it.', ' eslint-disable-next-line', ' Other', ' Rows', ' resto: lo que falta por pagar',
    ' Table body', ' --- Styles ---', ' Form state', ' Props', ' Current page', ' Previous page', ' current user row', ' Hidden fields', ' Original price', '=== Section ===', ' Additional fields', ' Other settings',
  ])('leaves %j alone', (text) => expect(isPlaceholder(text)).toBe(false)) // prettier-ignore
})
