/**
 * What changed after many models were trained, for exactly the versions that generated projects use
 * (`evidence/packages.ts`). Always in context, so it stays below 8 kB (a test holds that).
 */
export const NOTES = `# Notes for these versions (they override what you remember)
Packages, pinned, nothing else may be imported: next 16.4.6, react 19.3.1, @supabase/ssr 0.12.7, @supabase/supabase-js
2.119.0, zod 4.6.7, recharts 3.10.1, lucide-react, clsx, tailwind-merge, class-variance-authority, date-fns 4,
react-hook-form 7, @hookform/resolvers, motion (import from "motion/react"), sonner, radix-ui, zustand 5,
@tanstack/react-query 5, next-themes, geist. A package outside devora.json's dependencies costs a finding; prefer
plain React and Tailwind. "server-only" and "client-only" may be imported.

## Next.js 16 (App Router only)
- params and searchParams are promises: \`export default async function Page({ params, searchParams }: { params:
  Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> })\` then
  \`const { id } = await params\`. The same in layouts, generateMetadata and route handlers: \`export async function
  GET(request: NextRequest, { params }: { params: Promise<{ id: string }> })\`.
- cookies(), headers(), draftMode() are async: \`const store = await cookies()\`.
- middleware.ts is now proxy.ts at the root: \`export async function proxy(request: NextRequest)\` and
  \`export const config = { matcher: [...] }\`. It runs on Node. It only refreshes the session; authorisation happens
  in pages, actions, handlers and RLS.
- Pages are server components. "use client" must be the first line of a file that uses hooks, event handlers, or
  browser objects. A client component never imports server-only code, next/headers or lib/data/*; it gets plain data
  as props and calls server actions.
- "use server" at the top of an actions file: every export is an async function, nothing else (no types as values, no
  constants). Types are exported from another module.
- redirect() and notFound() throw: never call them inside try/catch. Import from next/navigation. useRouter,
  usePathname, useSearchParams come from next/navigation as well; a component with useSearchParams is wrapped in
  <Suspense>.
- fetch and route handlers are not cached. A page that reads cookies is dynamic. \`revalidatePath('/list')\` after a
  write; revalidateTag takes a second argument: \`revalidateTag('x', 'max')\`; in actions prefer \`updateTag('x')\`.
  Do not use unstable_cache, runtime = 'edge', experimental.ppr, getServerSideProps.
- next/image needs width and height or fill, and configured remote hosts; for images by a URL that people typed use a
  plain <img alt="…">.
- next/link renders the <a>: \`<Link href="/x" className="…">Text</Link>\`; no <a> inside, no legacyBehavior.
- error.tsx is a client component: \`({ error, reset }: { error: Error & { digest?: string }; reset: () => void })\`.
  not-found.tsx and loading.tsx take no props.
- Parallel routes need default.tsx. There is no next lint and no next/config.
- Metadata: \`export const metadata: Metadata = { title: '…' }\` in server files only. viewport is a separate export.

## React 19
- \`const [state, action, isPending] = useActionState(serverAction, initialState)\` from "react" (not useFormState);
  \`<form action={action}>\`. useFormStatus is in "react-dom" and reads the form above it.
- ref is a normal prop; forwardRef is not needed. \`<Context value={…}>\` is the provider. \`use(promise)\` reads a
  promise.
- No global JSX namespace: use ReactNode, ReactElement, ComponentProps<'button'>. useRef needs an argument:
  useRef<HTMLDivElement>(null).
- No setState in the body of an effect to derive state: compute it while rendering. Every effect lists its dependencies.
- Keys come from data (row.id), not from an index. No defaultProps on functions, no propTypes.

## TypeScript (strict, noUncheckedIndexedAccess)
- rows[0] may be undefined: check it. No any, no @ts-ignore, no unused imports, variables or parameters. Use
  \`import type\` for types.
- Import inside the project by "@/…" (= project root). No file extension. No barrel files, no cycles.
- catch (error: unknown). FormData.get answers FormDataEntryValue | null: test typeof value === 'string'.

## Tailwind CSS 4
- No tailwind.config, no @tailwind directives. app/globals.css begins with \`@import 'tailwindcss';\` and defines
  tokens in \`@theme { --color-background: #…; }\`, which makes bg-background, text-background, border-background.
  Custom radius: --radius-card → rounded-card; font: --font-display → font-display.
- Renamed: shadow-sm → shadow-xs, shadow → shadow-sm, rounded-sm → rounded-xs, rounded → rounded-sm, blur-sm →
  blur-xs, outline-none → outline-hidden, ring → ring-3, flex-shrink-0 → shrink-0, flex-grow → grow, bg-gradient-to-r
  → bg-linear-to-r, overflow-ellipsis → text-ellipsis.
- Removed: bg-opacity-50 (write bg-black/50), text-opacity-*, placeholder-gray-400 (placeholder:text-…). Variables:
  bg-(--my-var), not bg-[--my-var]. Important: flex!.
- Default border colour is currentColor: always name it (border border-border). @apply only in globals.css; with CSS
  modules use @reference.
- Class names are whole literals; never build them from pieces ('bg-' + colour).

## Supabase
- @supabase/ssr: createServerClient / createBrowserClient with \`cookies: { getAll, setAll }\` only (get/set/remove
  are gone). Never @supabase/auth-helpers-nextjs.
- On the server identify people with \`supabase.auth.getUser()\`, never getSession(). Roles are in app_metadata
  (user_metadata belongs to the person).
- Queries are typed by Database: \`supabase.from('recipes').select('id, title, profiles(display_name)').eq('id',
  id).maybeSingle()\`. Always look at error. .single() fails on no row: use .maybeSingle(). select() takes one literal
  string, not a variable made of pieces, or types are lost. count: \`.select('id', { count: 'exact', head: true })\`.
  Paging: .range(from, to). Escape %, _, comma and brackets in .or() and .ilike().
- insert().select('id').single() reads the row back and needs a select policy; where only insert is allowed leave
  select() away.
- An update or delete that a policy hides changes 0 rows without an error: add .select('id') and look at the length.
- Two foreign keys to the same table: name the one to embed: \`profiles!recipes_author_id_fkey(display_name)\`.
- The service_role key is never used. Only NEXT_PUBLIC_SUPABASE_URL and NEXT_PUBLIC_SUPABASE_ANON_KEY exist.
- New tables get no grants by themselves (since 30 October 2026): grant per table what anon, authenticated and
  service_role may do, besides RLS policies.
- RLS: \`alter table … enable row level security\` on every table; policies \`to anon\` / \`to authenticated\`, one
  per operation, with \`(select auth.uid())\` (evaluated once); insert uses with check, update uses using and with
  check. A policy never queries its own table (recursion).
- security definer functions: \`set search_path = ''\` and full names, execute revoked from public, anon,
  authenticated. Views: with (security_invoker = true).
- Extensions: \`create extension if not exists pg_trgm with schema extensions\`. gen_random_uuid() is built in. Never
  touch schemas auth and storage
  apart from triggers on auth.users and policies on storage.objects.`
