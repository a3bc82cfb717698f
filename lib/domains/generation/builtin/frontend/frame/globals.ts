import { code } from '../../code'
import { DISPLAY_FONTS } from '../look'
import type { Model } from '../model'
import { paletteOf } from '../theme'

/** `app/globals.css`: the theme as Tailwind 4 tokens. Every colour of the interface is one of these. */
export function globalsCss(model: Model): string {
  const colours = paletteOf(model.spec.theme)
  const [control, card] = model.look.radius
  const shadow =
    colours.scheme === 'dark'
      ? '0 1px 2px rgb(0 0 0 / 0.5)'
      : '0 1px 2px rgb(17 20 24 / 0.06), 0 6px 18px rgb(17 20 24 / 0.05)'
  return code`
    @import 'tailwindcss';

    @theme {
      --color-background: ${colours.background};
      --color-component: ${colours.component};
      /* Everything below is computed from the two colours above, so that text keeps a contrast of at least 4.5 to 1. */
      --color-component-foreground: ${colours.componentForeground};
      --color-component-hover: ${colours.componentHover};
      --color-component-inverse: ${colours.componentInverse};
      --color-surface: ${colours.surface};
      --color-sunken: ${colours.sunken};
      --color-soft: ${colours.soft};
      --color-foreground: ${colours.foreground};
      --color-muted: ${colours.muted};
      --color-ink: ${colours.ink};
      --color-border: ${colours.border};
      --color-field: ${colours.field};
      --color-danger: ${colours.danger};
      --color-success: ${colours.success};
      --font-sans: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
      --font-display: ${DISPLAY_FONTS[model.look.display]};
      --radius-control: ${control};
      --radius-field: ${control === '999px' ? '0.75rem' : control};
      --radius-card: ${card};
      --shadow-card: ${shadow};
    }

    @layer base {
      html {
        color-scheme: ${colours.scheme};
        background-color: var(--color-background);
        color: var(--color-foreground);
        -webkit-text-size-adjust: 100%;
      }

      body {
        font-family: var(--font-sans);
        line-height: 1.6;
      }

      h1,
      h2,
      h3 {
        line-height: 1.15;
        text-wrap: balance;
      }

      :focus-visible {
        outline: 3px solid var(--color-ink);
        outline-offset: 2px;
      }

      .bg-component :focus-visible {
        outline-color: var(--color-component-foreground);
      }
    }

    @media (prefers-reduced-motion: reduce) {
      *,
      *::before,
      *::after {
        scroll-behavior: auto !important;
        transition-duration: 0.01ms !important;
        animation-duration: 0.01ms !important;
      }
    }
  `
}

/** The favicon: the initial of the name on the component colour. */
export function iconSvg(model: Model): string {
  const colours = paletteOf(model.spec.theme)
  const initial = [...model.spec.name.trim()][0]?.toUpperCase().replace(/[<>&]/g, '') ?? 'A'
  return code`
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
      <rect width="32" height="32" rx="7" fill="${colours.component}" />
      <text x="16" y="22" text-anchor="middle" font-family="system-ui, sans-serif" font-size="18" font-weight="700" fill="${colours.componentForeground}">${initial}</text>
    </svg>
  `
}
