import { cn } from '../ui/cn'

/** A unified diff. Grey, not green and red: a changed line is not evidence. */
export function Patch({ text }: { text: string }) {
  // The header lines name the file once more; it stands above already.
  const lines = text
    .split('\n')
    .filter((line) => !/^(---|\+\+\+|Index:|={5,}|diff )/.test(line))
    .map((line, number) => ({ line, number }))
  return (
    <pre className="overflow-x-auto border-t bg-surface py-2 font-mono text-xs leading-5" tabIndex={0}>
      {lines.map(({ line, number }) => (
        <div
          key={number}
          className={cn(
            'px-4',
            line.startsWith('+') ? 'bg-muted font-medium text-foreground' : 'text-muted-foreground',
            line.startsWith('-') && 'line-through decoration-input',
            line.startsWith('@@') && 'py-1 text-[11px]',
          )}
        >
          {line === '' ? ' ' : line}
        </div>
      ))}
    </pre>
  )
}
