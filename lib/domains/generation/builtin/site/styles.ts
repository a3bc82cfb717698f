import type { AppSpec } from '../../../spec/contract'
import { DISPLAY_FONTS, lookOf } from '../frontend/look'
import { paletteOf } from '../frontend/theme'

/** `styles.css` of a plain site: the plan's colours to the digit, the others computed to be legible on them. */
export function siteStyles(spec: AppSpec): string {
  const colours = paletteOf(spec.theme)
  const look = lookOf(spec.kind)
  return `:root {
  color-scheme: ${colours.scheme};
  --background: ${spec.theme.background};
  --component: ${spec.theme.component};
  --component-foreground: ${colours.componentForeground};
  --component-hover: ${colours.componentHover};
  --surface: ${colours.surface};
  --foreground: ${colours.foreground};
  --muted: ${colours.muted};
  --border: ${colours.border};
  --field: ${colours.field};
  --ink: ${colours.ink};
  --radius: ${look.radius[0]};
  --radius-card: ${look.radius[1]};
  --display: ${DISPLAY_FONTS[look.display]};
}
*,
*::before,
*::after {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}
html {
  scroll-behavior: smooth;
  scroll-padding-top: 1rem;
}
body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  background: var(--background);
  color: var(--foreground);
  font: 1rem/1.6 ${DISPLAY_FONTS.sans};
}
h1,
h2,
h3 {
  margin: 0;
  font-family: var(--display);
  line-height: 1.2;
  text-wrap: balance;
}
h1 {
  font-size: clamp(2rem, 6vw, 3.25rem);
}
h2 {
  font-size: 1.5rem;
}
h3 {
  font-size: 1.0625rem;
}
a {
  color: var(--ink);
}
:focus-visible {
  outline: 3px solid var(--ink);
  outline-offset: 2px;
}
.skip {
  position: absolute;
  left: -999rem;
}
.skip:focus {
  left: 1rem;
  top: 1rem;
  z-index: 1;
  padding: 0.5rem 1rem;
  background: var(--surface);
}
.top,
.bottom,
main {
  width: 100%;
  max-width: 70rem;
  margin-inline: auto;
  padding: 1rem 1.25rem;
}
.top {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.5rem 1.5rem;
  border-bottom: 1px solid var(--border);
}
.brand {
  font: 600 1.125rem/1.4 var(--display);
  color: var(--foreground);
  text-decoration: none;
}
nav ul,
.jumps,
.cards {
  margin: 0;
  padding: 0;
  list-style: none;
}
nav ul {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.25rem;
}
nav a {
  display: inline-block;
  padding-block: 0.5rem;
  color: var(--muted);
  text-decoration: none;
}
nav a:hover,
nav a[aria-current='page'] {
  color: var(--foreground);
  text-decoration: underline;
  text-decoration-color: var(--component);
  text-decoration-thickness: 2px;
  text-underline-offset: 0.4em;
}
main {
  flex: 1;
  padding-block: clamp(2rem, 6vw, 4rem);
}
.hero {
  padding-bottom: 2.5rem;
}
.lead {
  max-width: 42rem;
  margin: 1rem 0;
  font-size: 1.1875rem;
  color: var(--muted);
}
.jumps {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem;
}
.button,
.menu {
  display: inline-block;
  min-height: 2.75rem;
  padding: 0.5rem 1.125rem;
  border: 1px solid transparent;
  border-radius: var(--radius);
  background: var(--component);
  color: var(--component-foreground);
  font: inherit;
  text-decoration: none;
  cursor: pointer;
}
.button:hover,
.menu:hover {
  background: var(--component-hover);
}
.menu {
  display: none;
}
label {
  display: block;
  margin: 1rem 0 0.375rem;
}
input,
textarea {
  width: 100%;
  padding: 0.625rem 0.75rem;
  border: 1px solid var(--field);
  border-radius: var(--radius);
  background: var(--surface);
  color: inherit;
  font: inherit;
}
.filter {
  max-width: 24rem;
}
.letter {
  max-width: 34rem;
  margin-block: 1.5rem;
}
.letter .button {
  margin-top: 1rem;
}
.things {
  padding-top: 2rem;
}
.things > p {
  margin: 0.375rem 0 1.25rem;
  color: var(--muted);
}
.cards {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr));
  gap: 1rem;
}
.card {
  padding: 1.125rem 1.25rem;
  border: 1px solid var(--border);
  border-radius: var(--radius-card);
  background: var(--surface);
}
dl {
  margin: 0.75rem 0 0;
  font-size: 0.9375rem;
}
dl div {
  margin-top: 0.375rem;
}
dt {
  color: var(--muted);
  font-size: 0.8125rem;
}
dd {
  margin: 0;
}
.prose h2 {
  margin-top: 2rem;
}
.prose {
  max-width: 42rem;
}
.bottom {
  border-top: 1px solid var(--border);
  color: var(--muted);
}
@media (max-width: 36rem) {
  .has-script .menu {
    display: inline-block;
  }
  .has-script nav {
    width: 100%;
  }
  .has-script .menu[aria-expanded='false'] + nav {
    display: none;
  }
  nav ul {
    flex-direction: column;
  }
}
@media (prefers-reduced-motion: reduce) {
  html {
    scroll-behavior: auto;
  }
}
`
}
