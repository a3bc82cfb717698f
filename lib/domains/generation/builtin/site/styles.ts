import type { AppSpec } from '../../../spec/contract'
import { DISPLAY_FONTS, lookOf } from '../frontend/look'
import { paletteOf } from '../frontend/theme'
import { SECTION_STYLES } from './section-styles'

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
  --soft: ${colours.soft};
  --sunken: ${colours.sunken};
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
  font: 1.0625rem/1.65 ${DISPLAY_FONTS.sans};
}
h1,
h2,
h3,
h4 {
  margin: 0;
  font-family: var(--display);
  line-height: 1.12;
  letter-spacing: -0.015em;
  text-wrap: balance;
}
h1 {
  font-size: clamp(2.5rem, 7vw, 4.5rem);
}
h2 {
  font-size: clamp(1.75rem, 4vw, 2.5rem);
}
h3,
h4 {
  font-size: 1.1875rem;
}
p,
ul,
ol,
dl,
figure,
blockquote {
  margin: 0;
}
a {
  color: var(--ink);
  text-underline-offset: 0.2em;
}
:focus-visible {
  outline: 3px solid var(--ink);
  outline-offset: 3px;
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
  max-width: 74rem;
  margin-inline: auto;
  padding: 1.25rem clamp(1.25rem, 4vw, 2.5rem);
}
.top {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.5rem 1.5rem;
}
.brand {
  font: 600 1.25rem/1.4 var(--display);
  color: var(--foreground);
  text-decoration: none;
}
nav ul,
.cards,
.features,
.gallery,
.dishes,
.quotes,
.times,
.people,
.sponsors,
.news {
  padding: 0;
  list-style: none;
}
nav ul {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.5rem;
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
  text-underline-offset: 0.45em;
}
main {
  flex: 1;
  padding-bottom: clamp(3rem, 8vw, 6rem);
}
.hero {
  display: grid;
  grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr);
  align-items: center;
  gap: clamp(2rem, 5vw, 4.5rem);
  padding-block: clamp(1.5rem, 5vw, 4rem) clamp(2rem, 6vw, 4.5rem);
}
.eyebrow {
  margin-bottom: 1rem;
  color: var(--ink);
  font-weight: 600;
  font-size: 0.9375rem;
}
.lead {
  max-width: 38rem;
  margin-top: 1.25rem;
  font-size: clamp(1.125rem, 2vw, 1.3125rem);
  line-height: 1.55;
  color: var(--muted);
}
.actions {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem;
  margin-top: 2rem;
}
.button,
.menu {
  display: inline-block;
  min-height: 2.875rem;
  padding: 0.625rem 1.375rem;
  border: 1px solid var(--component);
  border-radius: var(--radius);
  background: var(--component);
  color: var(--component-foreground);
  font: 600 1rem/1.5 ${DISPLAY_FONTS.sans};
  text-decoration: none;
  cursor: pointer;
}
.button:hover,
.menu:hover {
  background: var(--component-hover);
}
.quiet {
  background: transparent;
  border-color: var(--field);
  color: var(--foreground);
}
.quiet:hover {
  background: var(--soft);
}
.menu {
  display: none;
}
.art {
  display: block;
  width: 100%;
  height: 100%;
  min-height: 8rem;
  border-radius: var(--radius-card);
}
.hero .art {
  aspect-ratio: 4 / 3;
}
.sky {
  fill: var(--soft);
}
.sun,
.mark {
  fill: var(--component);
}
.tone-1 {
  fill: color-mix(in oklab, var(--component) 22%, var(--background));
}
.tone-2 {
  fill: color-mix(in oklab, var(--component) 46%, var(--background));
}
.tone-3 {
  fill: color-mix(in oklab, var(--component) 82%, var(--background));
}
.streets {
  fill: none;
  stroke: color-mix(in oklab, var(--component) 30%, var(--background));
  stroke-width: 10;
}
${SECTION_STYLES}.bottom {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0.5rem 2rem;
  padding-block: 2rem;
  border-top: 1px solid var(--border);
  color: var(--muted);
  font-size: 0.9375rem;
}
@media (max-width: 46rem) {
  .hero {
    grid-template-columns: minmax(0, 1fr);
  }
  .gallery li:nth-child(n):nth-child(n) {
    grid-column: span 6;
  }
  .has-script .menu {
    display: inline-block;
  }
  .has-script nav {
    width: 100%;
  }
  .has-script .menu[aria-expanded='false'] + nav {
    display: none;
  }
  .has-script nav ul {
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
