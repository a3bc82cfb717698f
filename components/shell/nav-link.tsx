'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from '../ui/cn'

export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname()
  const isHere = pathname === href || pathname.startsWith(`${href}/`)
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={cn(
        'rounded-md px-2 py-1 text-sm text-muted-foreground transition-colors duration-100',
        'hover:text-foreground aria-[current=page]:text-foreground',
      )}
    >
      {children}
    </Link>
  )
}
