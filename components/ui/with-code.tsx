/** Text of ours with `code` in backticks, for places that show plain text. */
export const plainText = (text: string): string => text.replaceAll('`', '')

export function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="font-mono text-[0.9em]">
        {part}
      </code>
    ),
  )
}
