/** Text of ours in which `code` stands in backticks. */
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
