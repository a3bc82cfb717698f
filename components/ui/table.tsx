import type { ComponentProps } from 'react'
import { cn } from './cn'

export const Table = ({ className, ...props }: ComponentProps<'table'>) => (
  <table className={cn('w-full table-fixed border-collapse text-sm', className)} {...props} />
)
export const TableHead = ({ className, ...props }: ComponentProps<'th'>) => (
  <th
    scope="col"
    className={cn('h-8 border-b px-3 text-left text-xs font-medium text-muted-foreground', className)}
    {...props}
  />
)
export const TableRow = ({ className, ...props }: ComponentProps<'tr'>) => (
  <tr className={cn('border-b last:border-b-0', className)} {...props} />
)
export const TableCell = ({ className, ...props }: ComponentProps<'td'>) => (
  <td className={cn('px-3 py-2 align-top break-words', className)} {...props} />
)
