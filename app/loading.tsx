/** Quiet on purpose: pages answer in milliseconds, and a flash of grey boxes would be the only movement. */
export default function Loading() {
  return (
    <main id="main" aria-busy className="min-h-[60vh]">
      <p className="sr-only" role="status">
        Opening the page
      </p>
    </main>
  )
}
