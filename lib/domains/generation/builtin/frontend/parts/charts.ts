import { code, quote, text } from '../../code'
import type { Part } from './part'

/**
 * Small charts drawn as SVG or plain boxes in the colours of the theme; each has the same numbers as a table beside it.
 */
export const CHARTS: readonly Part[] = [
  {
    path: 'components/charts/chart-frame.tsx',
    exports: ['ChartFrame'],
    body: ({ copy }) => code`
      /** Heading, drawing, and the numbers as a table for whoever cannot see the drawing. */
      export function ChartFrame({ title, points, money, children }: { title: string; points: Point[]; money?: string; children: ReactNode }) {
        return (
          <figure className="flex min-w-0 flex-col rounded-card border border-border bg-surface p-5 shadow-card">
            <figcaption className="font-display text-base font-semibold first-letter:uppercase">{title}</figcaption>
            <div className="mt-4 grow">{points.some((point) => point.value !== 0) ? children : <p className="py-8 text-center text-sm text-muted">${text(copy.noData)}</p>}</div>
            <details className="mt-4 text-sm">
              <summary className="cursor-pointer text-ink underline underline-offset-4">
                ${text(copy.showTable)}
                <span className="sr-only">: {title}</span>
              </summary>
              <table className="mt-2 w-full text-left">
                <tbody>
                  {points.map((point) => (
                    <tr key={point.label} className="border-t border-border">
                      <th scope="row" className="py-1 pr-4 font-normal">{pointLabel(point.label)}</th>
                      <td className="py-1 text-right tabular-nums">{formatPoint(point.value, money)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          </figure>
        )
      }
    `,
  },
  {
    path: 'components/charts/bar-chart.tsx',
    exports: ['BarChart'],
    body: () => code`
      /** Horizontal bars, longest value across the whole width. */
      export function BarChart({ title, points, money }: { title: string; points: Point[]; money?: string }) {
        const largest = Math.max(1, ...points.map((point) => point.value))
        return (
          <ChartFrame title={title} points={points} money={money}>
            <ul aria-hidden="true" className="grid gap-3">
              {points.map((point) => (
                <li key={point.label} className="text-sm">
                  <div className="flex justify-between gap-3">
                    <span className="truncate">{pointLabel(point.label)}</span>
                    <span className="font-semibold tabular-nums">{formatPoint(point.value, money)}</span>
                  </div>
                  <div className="mt-1 h-2.5 rounded-full bg-soft">
                    <div className="h-full rounded-full bg-component" style={{ width: (100 * Math.max(0, point.value)) / largest + '%' }} />
                  </div>
                </li>
              ))}
            </ul>
          </ChartFrame>
        )
      }
    `,
  },
  {
    path: 'components/charts/line-chart.tsx',
    exports: ['LineChart'],
    body: () => code`
      const width = 600
      const height = 180

      /** Values over time, oldest on the left. */
      export function LineChart({ title, points, money }: { title: string; points: Point[]; money?: string }) {
        const values = points.map((point) => point.value)
        const top = Math.max(1, ...values)
        const bottom = Math.min(0, ...values)
        const x = (at: number) => (points.length < 2 ? width / 2 : 8 + (at * (width - 16)) / (points.length - 1))
        const y = (value: number) => height - 8 - ((value - bottom) / (top - bottom)) * (height - 24)
        const path = points.map((point, at) => (at === 0 ? 'M' : 'L') + x(at).toFixed(1) + ' ' + y(point.value).toFixed(1)).join(' ')
        const first = points[0]
        const last = points[points.length - 1]
        return (
          <ChartFrame title={title} points={points} money={money}>
            <div aria-hidden="true">
              <p className="text-xs text-muted tabular-nums">{formatPoint(top, money)}</p>
              <svg viewBox={'0 0 ' + width + ' ' + height} className="h-44 w-full overflow-visible text-component" preserveAspectRatio="none">
                {[0.25, 0.5, 0.75, 1].map((share) => (
                  <line key={share} x1="0" x2={width} y1={height * share - 1} y2={height * share - 1} className="stroke-border" vectorEffect="non-scaling-stroke" />
                ))}
                <path d={path + ' L' + x(points.length - 1) + ' ' + height + ' L' + x(0) + ' ' + height + ' Z'} fill="currentColor" opacity="0.15" />
                <path d={path} fill="none" stroke="currentColor" strokeWidth="3" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
                {points.map((point, at) => (
                  <line key={point.label} x1={x(at)} x2={x(at)} y1={y(point.value)} y2={y(point.value)} stroke="currentColor" strokeWidth="9" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
                ))}
              </svg>
              <p className="mt-1 flex justify-between text-xs text-muted">
                <span>{first ? pointLabel(first.label) : ''}</span>
                <span>{last && points.length > 1 ? pointLabel(last.label) : ''}</span>
              </p>
            </div>
          </ChartFrame>
        )
      }
    `,
  },
  {
    path: 'components/charts/donut-chart.tsx',
    exports: ['DonutChart'],
    body: () => code`
      const shades = [100, 72, 50, 34, 22, 14]
      const colour = (at: number) => 'color-mix(in oklab, var(--color-component) ' + shades[at % shades.length] + '%, var(--color-soft))'

      /** Shares of a whole. Everything after the fifth slice is drawn in the lightest shade; the legend names each. */
      export function DonutChart({ title, points }: { title: string; points: Point[] }) {
        const total = points.reduce((sum, point) => sum + point.value, 0)
        const slices = points.map((point, at) => ({
          ...point,
          share: total === 0 ? 0 : (100 * point.value) / total,
          start: total === 0 ? 0 : (100 * points.slice(0, at).reduce((sum, one) => sum + one.value, 0)) / total,
        }))
        return (
          <ChartFrame title={title} points={points}>
            <div aria-hidden="true" className="flex flex-wrap items-center gap-6">
              <svg viewBox="0 0 42 42" className="size-36 shrink-0 -rotate-90">
                {slices.map((slice, at) => (
                  <circle
                    key={slice.label}
                    cx="21"
                    cy="21"
                    r="15.9"
                    fill="none"
                    strokeWidth="7"
                    style={{ stroke: colour(at) }}
                    strokeDasharray={Math.max(0, slice.share - 0.6) + ' ' + (100 - Math.max(0, slice.share - 0.6))}
                    strokeDashoffset={-slice.start}
                  />
                ))}
              </svg>
              <ul className="grid min-w-32 grow gap-1.5 text-sm">
                {slices.map((slice, at) => (
                  <li key={slice.label} className="flex items-center gap-2">
                    <span className="size-3 shrink-0 rounded-full border border-border" style={{ background: colour(at) }} />
                    <span className="min-w-0 grow truncate">{pointLabel(slice.label)}</span>
                    <span className="font-semibold tabular-nums">{slice.value}</span>
                  </li>
                ))}
              </ul>
            </div>
          </ChartFrame>
        )
      }
    `,
  },
  {
    path: 'components/charts/csv-link.tsx',
    exports: ['CsvLink'],
    body: ({ copy }) => code`
      /** Quotes a cell; one that a spreadsheet would run as a formula gets an apostrophe in front. */
      const cell = (value: string | number | boolean | null | undefined) => {
        const plain = String(value ?? '')
        return '"' + (/^[=+@-]/.test(plain) && Number.isNaN(Number(plain)) ? "'" + plain : plain).replaceAll('"', '""') + '"'
      }

      /** The table as a file, made on the spot: no second request. */
      export function CsvLink({ name, columns, rows }: { name: string; columns: string[]; rows: (string | number | boolean | null | undefined)[][] }) {
        const csv = [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
        return (
          <a href={'data:text/csv;charset=utf-8,' + encodeURIComponent(csv)} download={name + '.csv'} className={buttonClass('outline')}>
            {${quote(copy.download)}}
          </a>
        )
      }
    `,
  },
]
