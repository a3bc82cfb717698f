/**
 * What the writers agree on without talking: the essential parts of docs/generated-project.md, which stays the source.
 * The names of every entity are computed and stand in the request.
 */
export const CONTRACT = `# The contract between the writers
They work at the same time and never see each other's files. Names below are for an entity "call log", table
call_logs: CallLog, callLog, callLogs, slug call-logs. The request lists the names of every entity.

## Owned by database
- supabase/migrations/*.sql, supabase/seed.sql, lib/database.types.ts: \`Database\`, \`Tables<'call_logs'>\`,
  \`TablesInsert<…>\`, \`TablesUpdate<…>\`.
- Every table: id uuid primary key default gen_random_uuid(), created_at timestamptz not null default now(); these two
  are not in entity.fields.
- Types: text, longtext, email, url, image, file, enum → text (enum with a check); integer → integer; number →
  numeric; money → bigint minor units; boolean; date; datetime → timestamptz; json → jsonb; reference → uuid foreign
  key. In TypeScript: number for integer, number, money.

## Owned by backend
- lib/supabase/server.ts: \`createClient(): Promise<SupabaseClient<Database>>\`, \`isConfigured(): boolean\`;
  lib/supabase/client.ts: \`createClient()\`.
- lib/auth.ts (server-only): \`currentUser(): Promise<AppUser | null>\`,
  \`requireUser(next?: string): Promise<AppUser>\` (redirects to /sign-in?next=…),
  \`AppUser = { id: string; email: string; name: string; isAdmin: boolean }\`; isAdmin is app_metadata.role ===
  'admin'.
- lib/actions/auth.ts: signIn (email, password, next), signUp (name, email, password, next), updateAccount (name), each
  \`(state: FormState, form: FormData) => Promise<FormState>\`; \`signOut(): Promise<void>\`.
- lib/actions/call-logs.ts: \`createCallLog\`, \`updateCallLog\` with (state, form) as above;
  \`deleteCallLog(form: FormData): Promise<void>\`; when the entity has states also
  \`setCallLogState(form: FormData): Promise<void>\` (hidden id, state).
- lib/forms.ts: \`FormState = { ok: boolean; message: string; errors: Record<string, string>; values: Record<string,
  string> }\`, \`emptyFormState\`.
- lib/validation/call-logs.ts: \`parseCallLog(form: FormData): { data: CallLogInput } | { errors: Record<string,
  string> }\`.
- lib/data/call-logs.ts (server-only): \`CallLogRow\`,
  \`listCallLogs(query?: ListQuery): Promise<ListResult<CallLogRow>>\`,
  \`getCallLog(id: string): Promise<CallLogRow | null>\`, \`callLogOptions(): Promise<Option[]>\`,
  \`countCallLogs(): Promise<number>\`, \`callLogStats(query?: StatsQuery): Promise<Stats>\`; when the entity has a
  reference to auth.users also \`callLogLeaders(query?: StatsQuery): Promise<Leader[]>\`.
- CallLogRow = Tables<'call_logs'> plus for each reference \`<column without _id>_label: string | null\`. People get
  their label from profiles, when that table exists, else null.
- lib/data/people.ts: \`personOptions(): Promise<Option[]>\` (value = user id, label = display name; empty without
  profiles).
- lib/data/query.ts: \`ListQuery = { search?: string; sort?: string; direction?: 'asc' | 'desc'; page?: number;
  pageSize?: number; filters?: Record<string, string> }\`,
  \`ListResult<T> = { items: T[]; total: number; page: number; pageCount: number }\`,
  \`Option = { id: string; label: string }\`, \`parseListQuery(searchParams: Record<string, string | string[] |
  undefined>): ListQuery\`, \`emptyList<T>(): ListResult<T>\`, \`Point = { label: string; value: number }\`,
  \`Group = { column: string; label: string; points: Point[] }\`, \`NumberSummary = { column: string; label: string;
  sum: number; average: number; min: number; max: number }\`, \`Stats = { total: number; groups: Group[]; numbers:
  NumberSummary[]; byMonth: Point[]; byDay: Point[]; trends: Group[] }\`,
  \`StatsQuery = { filters?: Record<string, string> }\`,
  \`Leader = { id: string; label: string; value: number; count: number }\`.
- API routes: exactly spec.routes, in app/api/<slug>/route.ts and app/api/<slug>/[id]/route.ts.

## Owned by frontend
- app/**/page.tsx, layout.tsx, globals.css, error.tsx, not-found.tsx, loading.tsx, components/**. Never route.ts,
  actions.ts or anything in lib/.

## Behaviour both sides rely on
- Search params: q, sort, dir, page, size; every other param with a value filters by that column for equality; value
  "me" on a user column means the signed-in person. Dates also take <column>_from and <column>_to. Page size 20, at
  most 100; newest first.
- Form fields are named by field.column. The owner column is never in a form; the action sets it. updateX and
  setXState read hidden id. Hidden return_to (a path of this app) says where an action redirects; else detail page,
  else list page, when it is in spec.pages.
- Forms send: boolean as checkbox (on/absent); money and number as decimal text (12.50); date YYYY-MM-DD; datetime
  YYYY-MM-DDTHH:mm in UTC; enum one of values; reference the id; empty optional → null. Bad input answers ok: false
  with errors by column and the typed values.
- Without Supabase variables the app still builds and starts: proxy.ts answers 503 with a page that says what to do
  (API routes: problem+json), also when Supabase does not answer; reads answer empty values, actions ok: false with a
  friendly message.
- Entities that anon may insert (contact messages) need no sign-in, never redirect, and the row is not read back.
- Text that people read is in spec.locale (English or Spanish).`
