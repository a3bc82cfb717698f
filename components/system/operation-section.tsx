import { Badge } from '../ui/badge'
import { curlOf, type Operation } from './read-operations'
import { WithCode } from '../ui/with-code'
import { Part, RowsTable, SchemaTable } from './schema-table'

/** One route, with all a caller needs. Its anchor is its operation id. */
export function OperationSection({ operation, server }: { operation: Operation; server: string }) {
  const { id, method, path, summary, description, needsSignIn, parameters, body, reply, refusals } = operation
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="flex scroll-mt-16 flex-col gap-5 border-t py-8">
      <div className="flex flex-col gap-2">
        <h3 id={`${id}-title`} className="text-base font-medium text-balance">
          <a href={`#${id}`} className="rounded-sm underline-offset-4 hover:underline">
            <WithCode text={summary} />
          </a>
        </h3>
        <div className="flex flex-wrap items-center gap-2">
          <Badge className="font-mono">{method}</Badge>
          <code className="font-mono text-[13px] break-all">
            {server}
            {path}
          </code>
        </div>
        <p className="text-[13px] leading-5 text-muted-foreground">
          {needsSignIn ? 'Needs a session cookie or a bearer token.' : 'Open to everybody.'} {description}
        </p>
      </div>
      {parameters.length > 0 && <RowsTable title="Parameters" rows={parameters} />}
      {body !== null && <SchemaTable title="Body (JSON)" schema={body} />}
      {reply.schema === null ? (
        <Part title={`Reply ${reply.status}`}>
          <p className="text-[13px] text-muted-foreground">
            {reply.mediaType === null ? 'No content.' : <code className="font-mono">{reply.mediaType}</code>}
          </p>
        </Part>
      ) : (
        <SchemaTable title={`Reply ${reply.status}`} schema={reply.schema} />
      )}
      <Part title="Refusals">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-[13px]">
          {refusals.map((refusal) => (
            <div key={refusal.status} className="contents">
              <dt className="font-mono">{refusal.status}</dt>
              <dd className="font-mono text-muted-foreground">{refusal.codes}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part title="Example">
        <pre tabIndex={0} className="overflow-x-auto rounded-md border bg-surface p-3 font-mono text-xs leading-5">
          {curlOf(operation, server)}
        </pre>
      </Part>
    </section>
  )
}
