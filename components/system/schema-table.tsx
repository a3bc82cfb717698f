import type { ReactNode } from 'react'
import { Table, TableCell, TableHead, TableRow } from '../ui/table'
import { type Schema, schemaRows, type SchemaRow, typeText } from './schema-rows'

export function SchemaTable({ title, schema }: { title: string; schema: Schema }) {
  const rows = schemaRows(schema)
  return rows.length === 0 ? (
    <Part title={title}>
      <code className="font-mono text-[13px]">{typeText(schema)}</code>
    </Part>
  ) : (
    <RowsTable title={title} rows={rows} />
  )
}

export function RowsTable({ title, rows }: { title: string; rows: SchemaRow[] }) {
  return (
    <Part title={title}>
      <div className="rounded-md border">
        <Table>
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <TableHead className="w-[36%]">Field</TableHead>
              <TableHead className="w-[32%]">Type</TableHead>
              <TableHead>Notes</TableHead>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={row.name}>
                <TableCell className="font-mono text-[13px]">
                  {row.name}
                  {!row.isRequired && <span className="text-muted-foreground">?</span>}
                </TableCell>
                <TableCell className="font-mono text-[13px] text-muted-foreground">{row.type}</TableCell>
                <TableCell className="text-[13px] text-muted-foreground">{row.note}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
    </Part>
  )
}

export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="flex flex-col gap-2">
    <h4 className="text-xs font-medium text-muted-foreground">{title}</h4>
    {children}
  </div>
)
