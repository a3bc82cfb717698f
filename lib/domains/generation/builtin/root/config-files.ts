import type { AppSpec } from '../../../spec/contract'
import type { ProjectFile } from '../../agents/agent'
import { code } from '../code'
import { hasTests } from './package-file'

/** The files that tools force into the root of a project. */

/**
 * TypeScript as strict as Devora's own check of the project (`lib/domains/evidence`), so that `npm run typecheck` finds
 * nothing new.
 */
const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['dom', 'dom.iterable', 'esnext'],
    allowJs: true,
    skipLibCheck: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    esModuleInterop: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    resolveJsonModule: true,
    isolatedModules: true,
    jsx: 'react-jsx',
    incremental: true,
    plugins: [{ name: 'next' }],
    paths: { '@/*': ['./*'] },
  },
  include: ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts', '.next/dev/types/**/*.ts'],
  exclude: ['node_modules'],
}

const json = (value: unknown): string => JSON.stringify(value, null, 2) + '\n'

const nextConfig = (): string => code`
  import type { NextConfig } from 'next'

  const nextConfig: NextConfig = {
    poweredByHeader: false,
    reactStrictMode: true,
  }

  export default nextConfig
`

const postcssConfig = (): string => code`
  export default { plugins: { '@tailwindcss/postcss': {} } }
`

const gitignore = (spec: AppSpec): string => code`
  node_modules/
  .next/
  out/
  next-env.d.ts
  *.tsbuildinfo
  .env
  .env.*
  !.env.example
  .supabase/
  supabase/.temp/
  supabase/.branches/
  .DS_Store
  ${hasTests(spec) && 'test-results/'}
`

/** Secrets stay empty here; a public variable is one that Next.js puts into the browser. */
function envExample(spec: AppSpec): string {
  const isSpanish = spec.locale === 'es'
  const note = {
    public: isSpanish ? 'visible en el navegador' : 'visible in the browser',
    secret: isSpanish ? 'secreto: solo en el servidor' : 'secret: on the server only',
    optional: isSpanish ? 'opcional' : 'optional',
  }
  const head = isSpanish
    ? '# Para usar un proyecto de Supabase, copie este archivo a .env; los valores están allí en Project Settings → API.\n# Sin él, `npm run dev` inicia un Supabase local.'
    : '# To use a project at Supabase, copy this file to .env; the values are there, in Project Settings → API.\n# Without it `npm run dev` starts a local Supabase.'
  const lines = spec.env.flatMap((variable) => {
    const remarks = [
      variable.secret === true ? note.secret : variable.name.startsWith('NEXT_PUBLIC_') ? note.public : '',
      variable.required === false ? note.optional : '',
    ]
    const remark = remarks.filter(Boolean).join(', ')
    return [...(remark === '' ? [] : [`# ${remark}`]), `${variable.name}=`]
  })
  return [head, ...lines].join('\n') + '\n'
}

export const configFiles = (spec: AppSpec): ProjectFile[] => [
  { path: 'tsconfig.json', content: json(tsconfig) },
  { path: 'next.config.ts', content: nextConfig() + '\n' },
  { path: 'postcss.config.mjs', content: postcssConfig() + '\n' },
  { path: '.gitignore', content: gitignore(spec) + '\n' },
  { path: '.env.example', content: envExample(spec) },
]
