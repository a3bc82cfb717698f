/** The part of `styles.css` that is about sections; its colours and fonts are those of `styles.ts`. */
export const SECTION_STYLES = `.part {
  padding-block: clamp(2rem, 6vw, 4rem);
  border-top: 1px solid var(--border);
}
.part > h1 + *,
.part > h2 + * {
  margin-top: clamp(1.5rem, 3vw, 2.25rem);
}
.part > h2 + .lead {
  margin-top: 0.75rem;
}
.part > * + .cards,
.part > * + .reach,
.cards + p {
  margin-top: 1.75rem;
}
.cards,
.features,
.quotes,
.people,
.news,
.story,
.days {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 16.5rem), 1fr));
  gap: 1.25rem;
}
.card {
  display: flex;
  flex-direction: column;
  gap: 0.5rem;
  padding: 1.5rem;
  border: 1px solid var(--border);
  border-radius: var(--radius-card);
  background: var(--surface);
}
.card > p {
  color: var(--muted);
}
.pictured .art {
  aspect-ratio: 3 / 2;
  height: auto;
  margin-bottom: 0.5rem;
  border-radius: calc(var(--radius-card) / 2);
}
.card .price,
.dishes .price {
  color: var(--foreground);
  font-variant-numeric: tabular-nums;
  font-weight: 600;
}
.card .price {
  margin-top: auto;
  padding-top: 0.5rem;
}
.amount {
  font: 600 clamp(1.75rem, 4vw, 2.375rem)/1.2 var(--display);
}
.card .amount {
  color: var(--foreground);
}
.prices .button {
  margin-top: auto;
  text-align: center;
}
.features {
  gap: 2rem;
}
.features li {
  display: grid;
  gap: 0.5rem;
  align-content: start;
  padding-top: 1.25rem;
  border-top: 2px solid var(--component);
}
.features p,
.people p,
.news p,
.story p,
.times p {
  color: var(--muted);
}
.number {
  color: var(--ink);
  font-variant-numeric: tabular-nums;
  font-size: 0.9375rem;
}
.gallery {
  display: grid;
  grid-template-columns: repeat(6, minmax(0, 1fr));
  gap: 1rem;
}
.gallery li {
  grid-column: span 2;
}
.gallery li:nth-child(5n + 1),
.gallery li:nth-child(5n + 2) {
  grid-column: span 3;
}
.gallery li:last-child:nth-child(5n + 1) {
  grid-column: span 6;
}
.gallery .art {
  height: clamp(11rem, 26vw, 20rem);
}
figcaption {
  margin-top: 0.5rem;
  color: var(--muted);
  font-size: 0.9375rem;
}
.menu-card {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  gap: 2.5rem clamp(2rem, 6vw, 4.5rem);
}
.menu-card h3,
.menu-card h2 {
  font-size: 1.375rem;
  color: var(--ink);
}
.dishes li {
  display: flex;
  align-items: baseline;
  gap: 0.625rem;
  padding-block: 0.625rem;
}
.dots {
  flex: 1;
  min-width: 1rem;
  border-bottom: 2px dotted var(--border);
}
.quotes li {
  padding: 1.75rem;
  border-radius: var(--radius-card);
  background: var(--soft);
}
blockquote {
  font: 1.1875rem/1.5 var(--display);
}
.quotes figcaption {
  margin-top: 1rem;
  color: var(--foreground);
  font-weight: 600;
}
.questions {
  max-width: 46rem;
}
details {
  border-bottom: 1px solid var(--border);
}
summary {
  padding-block: 1.125rem;
  font-weight: 600;
  cursor: pointer;
}
details p {
  padding-bottom: 1.25rem;
  color: var(--muted);
}
.days {
  gap: 2rem 3rem;
}
.days > div > h3,
.days > div > h2 {
  padding-bottom: 0.75rem;
  border-bottom: 2px solid var(--component);
}
.times li {
  display: grid;
  grid-template-columns: 4rem minmax(0, 1fr);
  padding-block: 0.875rem;
  border-bottom: 1px solid var(--border);
}
.times h4,
.times h3 {
  font-size: 1.0625rem;
}
.when {
  color: var(--ink);
  font-variant-numeric: tabular-nums;
  font-weight: 600;
}
.people {
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
}
.initials {
  display: grid;
  place-items: center;
  width: 4.5rem;
  aspect-ratio: 1;
  margin-bottom: 0.875rem;
  border-radius: 50%;
  background: var(--component);
  color: var(--component-foreground);
  font: 600 1.375rem/1 var(--display);
}
.sponsors {
  display: flex;
  flex-wrap: wrap;
  gap: 1rem;
}
.sponsors li {
  flex: 1 1 11rem;
  padding: 1.5rem 1rem;
  border: 1px solid var(--border);
  border-radius: var(--radius-card);
  color: var(--muted);
  text-align: center;
}
.hours,
.reach {
  max-width: 34rem;
}
.hours div,
.reach div {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0.25rem 1.5rem;
  padding-block: 0.75rem;
  border-bottom: 1px solid var(--border);
}
dt {
  color: var(--muted);
}
dd {
  margin: 0;
  overflow-wrap: anywhere;
}
.place,
.contact {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  gap: 2rem clamp(2rem, 6vw, 4.5rem);
  align-items: start;
}
.place .lead {
  margin: 0 0 1.25rem;
  color: var(--foreground);
}
.place .art {
  aspect-ratio: 2 / 1;
  height: auto;
}
.contact {
  margin-top: 1.75rem;
}
label {
  display: block;
  margin: 1rem 0 0.375rem;
}
label:first-child {
  margin-top: 0;
}
input,
textarea {
  width: 100%;
  padding: 0.75rem 0.875rem;
  border: 1px solid var(--field);
  border-radius: min(var(--radius), 0.75rem);
  background: var(--surface);
  color: inherit;
  font: inherit;
}
.letter .button {
  margin-top: 1.25rem;
}
.prose {
  max-width: 58rem;
  padding-block: clamp(1rem, 4vw, 3rem);
}
.prose > .art {
  aspect-ratio: 5 / 2;
  height: auto;
  margin-top: 2.5rem;
}
.prose > h2,
.prose > .story,
.prose > ul {
  margin-top: 2.5rem;
}
.prose > h2 + ul {
  margin-top: 1rem;
}
.prose > p:last-child {
  margin-top: 2rem;
}
`
