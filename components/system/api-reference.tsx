import { STATUS, TITLE } from '@/lib/core/errors'
import { Badge } from '../ui/badge'
import { Table, TableCell, TableHead, TableRow } from '../ui/table'
import { OperationSection } from './operation-section'
import { plainText } from '../ui/with-code'
import { readOperations } from './read-operations'

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-')

/** The whole reference, from the same document that `/api/v2/openapi.json` gives to programs. */
export function ApiReference({ document }: { document: Record<string, unknown> }) {
  const operations = readOperations(document)
  const tags = [...new Set(operations.map((operation) => operation.tag))]
  const server = (document.servers as { url: string }[] | undefined)?.[0]?.url ?? ''
  return (
    <div className="mx-auto grid w-full max-w-270 flex-1 gap-x-12 px-4 lg:grid-cols-[220px_minmax(0,1fr)]">
      <nav aria-label="Reference" className="hidden lg:block">
        <div className="sticky top-12 flex max-h-[calc(100dvh-48px)] flex-col gap-6 overflow-y-auto py-12">
          {tags.map((tag) => (
            <div key={tag} className="flex flex-col gap-1">
              <a href={`#${slug(tag)}`} className="rounded-sm text-[13px] font-medium">
                {tag}
              </a>
              {operations
                .filter((operation) => operation.tag === tag)
                .map((operation) => (
                  <a
                    key={operation.id}
                    href={`#${operation.id}`}
                    className="truncate rounded-sm text-[13px] leading-6 text-muted-foreground hover:text-foreground"
                    title={plainText(operation.summary)}
                  >
                    {plainText(operation.summary)}
                  </a>
                ))}
            </div>
          ))}
          <a href="#refusals" className="rounded-sm text-[13px] font-medium">
            Refusals
          </a>
        </div>
      </nav>
      <main id="main" className="flex min-w-0 flex-col gap-12 py-12">
        <div className="flex flex-col gap-3">
          <h1 className="text-2xl font-semibold tracking-tight">API reference</h1>
          <p className="max-w-160 text-sm leading-6 text-muted-foreground">
            JSON in camelCase, times in UTC, lists as{' '}
            <code className="font-mono text-[13px]">{'{items, nextCursor}'}</code>. Send an{' '}
            <code className="font-mono text-[13px]">Idempotency-Key</code> with a write, and a retry does it once. For
            programs:{' '}
            <a
              href={`${server}/openapi.json`}
              className="rounded-sm text-foreground underline decoration-input underline-offset-4 hover:decoration-foreground"
            >
              OpenAPI 3.1
            </a>
            .
          </p>
        </div>
        {tags.map((tag) => (
          <div key={tag} id={slug(tag)} className="flex scroll-mt-16 flex-col">
            <h2 className="pb-4 text-lg font-semibold tracking-tight">{tag}</h2>
            {operations
              .filter((operation) => operation.tag === tag)
              .map((operation) => (
                <OperationSection key={operation.id} operation={operation} server={server} />
              ))}
          </div>
        ))}
        <Refusals />
      </main>
    </div>
  )
}

function Refusals() {
  return (
    <div id="refusals" className="flex scroll-mt-16 flex-col gap-4">
      <h2 className="text-lg font-semibold tracking-tight">Refusals</h2>
      <p className="max-w-160 text-sm leading-6 text-muted-foreground">
        Every error is <code className="font-mono text-[13px]">application/problem+json</code> (RFC 9457) with type,
        title, status, code, detail and requestId; bad input adds{' '}
        <code className="font-mono text-[13px]">invalidParams</code> with the name of each field and the reason.
      </p>
      <div className="rounded-md border">
        <Table>
          <caption className="sr-only">Codes of refusals</caption>
          <thead>
            <tr>
              <TableHead className="w-[45%] sm:w-1/3">Code</TableHead>
              <TableHead className="w-18">Status</TableHead>
              <TableHead>Meaning</TableHead>
            </tr>
          </thead>
          <tbody>
            {Object.entries(TITLE).map(([code, title]) => (
              <TableRow key={code} id={code} className="scroll-mt-16">
                <TableCell className="font-mono text-[13px]">{code}</TableCell>
                <TableCell>
                  <Badge className="font-mono">{STATUS[code as keyof typeof STATUS]}</Badge>
                </TableCell>
                <TableCell className="text-[13px] text-muted-foreground">{title}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
    </div>
  )
}
