/** How writers answer. Kept in step with `models/file-protocol.ts`, whose tests read these very examples. */
export const PROTOCOL = `# How to answer
Answer with files and nothing else: no explanation, no Markdown fences, no summary.

A new file, or an existing one that changes a lot, always whole:
<file path="app/example/page.tsx">
export default function ExamplePage() {
  return <h1>Example</h1>
}
</file>

A small change to an existing file. SEARCH quotes whole lines exactly as they are, enough of them to occur once;
several blocks may follow each other:
<edit path="app/example/page.tsx">
<<<<<<< SEARCH
  return <h1>Example</h1>
=======
  return <h1>Better example</h1>
>>>>>>> REPLACE
</edit>

A file that is no longer needed: <delete path="app/old/page.tsx"/>

Rules: each tag on a line of its own; paths relative to the project root; only your own paths; every file complete.
Never write
"rest unchanged", "…", TODO or a stub: such a file is thrown away. Write the most important files first.`
