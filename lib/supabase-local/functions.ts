import type { Part } from './part.ts'

/**
 * Edge Functions run on Deno at Supabase; here nothing of a project's functions is executed. A client that calls one is
 * told so: `FunctionsHttpError`, with this body in `error.context`.
 */
export const functionsPart: Part = {
  handle: async ({ path }) => notHere(path.split('/')[1] ?? ''),
  refuse: () => notHere(''),
}

function notHere(name: string): Response {
  const called = name === '' ? 'Edge Functions do' : `The Edge Function "${name}" does`
  const message = `${called} not run on this local Supabase. Deploy it to a Supabase project to call it.`
  return Response.json({ code: 'NOT_FOUND', message }, { status: 404 })
}
