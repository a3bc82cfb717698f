import { code, quote } from '../../code'
import type { Part } from './part'

/** Numbers and charts of one kind of row, drawn from the statistics that the server counts. */
export const STATS: readonly Part[] = [
  {
    path: 'components/charts/stats-panel.tsx',
    exports: ['StatsPanel', 'StatsTiles'],
    types: ['Measures'],
    body: ({ copy }) => code`
      /** How to read the numeric columns: which are money (column to currency) and which make sense as a sum; the others show their average. */
      export type Measures = { money: Record<string, string>; summed: string[] }

      /** The totals in 'also' are of other kinds of rows, shown in the same line. */
      type Props = { label: string; stats: Stats; measures: Measures; also?: Point[] }

      export function StatsTiles({ label, stats, measures, also }: Props) {
        return (
          <div className="grid grid-cols-1 gap-4 min-[26rem]:grid-cols-2 lg:grid-cols-4">
            <Stat label={label} value={formatNumber(stats.total)} />
            {stats.numbers.slice(0, 3).map((number) => {
              const money = measures.money[number.column]
              const isSum = measures.summed.includes(number.column)
              return (
                <Stat
                  key={number.column}
                  label={number.label}
                  value={formatPoint(isSum ? number.sum : number.average, money)}
                  hint={(isSum ? ${quote(copy.sum)} : ${quote(copy.average)}) + ${quote(' · ' + copy.maximum + ' ')} + formatPoint(number.max, money)}
                />
              )
            })}
            {also?.map((total) => (
              <Stat key={total.label} label={total.label} value={formatNumber(total.value)} />
            ))}
          </div>
        )
      }

      export function StatsPanel({ label, stats, measures, also }: Props) {
        const isYoung = stats.byMonth.length < 3
        return (
          <div className="grid grid-cols-1 gap-6">
            <StatsTiles label={label} stats={stats} measures={measures} also={also} />
            <div className="grid grid-cols-1 gap-6 lg:grid-cols-2 lg:[&>:last-child:nth-child(odd)]:col-span-2">
              <LineChart title={label + (isYoung ? ${quote(' · ' + copy.perDay.toLowerCase())} : ${quote(' · ' + copy.perMonth.toLowerCase())})} points={isYoung ? stats.byDay : stats.byMonth} />
              {stats.groups.slice(0, 3).map((group, at) =>
                at === 0 && group.points.length <= 6 ? (
                  <DonutChart key={group.column} title={group.label} points={group.points} />
                ) : (
                  <BarChart key={group.column} title={group.label} points={group.points} />
                ),
              )}
              {stats.trends.slice(0, 4).map((trend) => (
                <LineChart key={trend.column} title={trend.label + ${quote(' · ' + copy.perDay.toLowerCase())}} points={trend.points} money={measures.money[trend.column]} />
              ))}
            </div>
          </div>
        )
      }
    `,
  },
]
