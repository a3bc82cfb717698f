import Link from 'next/link'
import type { BudgetScope } from '@/lib/domains/runs/reduce'

/** Why the built-in makers went on, when it was about money. */
export function SpentNote({ scope }: { scope: BudgetScope }) {
  return (
    <p className="border-t px-3 py-2 text-xs leading-5">
      {scope === 'run' ? (
        'The budget of this run is spent. The built-in makers write the rest, free.'
      ) : (
        <>
          Your budget for this month is spent. The built-in makers write the rest, free.{' '}
          <Link href="/settings#budget" className="underline decoration-input underline-offset-4 hover:decoration-foreground">
            Change the budget
          </Link>
        </>
      )}
    </p>
  )
}
