/*
 * What may stand in a picture. Everything that is not named here is left out: a picture is written anew from the page,
 * and not cleaned of what somebody thought of.
 */

const words = (text: string): Set<string> => new Set(text.split(/\s+/).filter(Boolean))

export const ELEMENTS = words(`
  html body main header footer nav section article aside div span p h1 h2 h3 h4 h5 h6 hgroup a abbr address b
  bdi bdo blockquote br cite code data dd del details dfn dialog dl dt em fieldset figcaption figure form hr i
  img ins kbd label legend li mark menu meter ol optgroup option output picture pre progress q rp rt ruby s samp
  search select small strong sub summary sup table tbody td textarea tfoot th thead time tr u ul var wbr input
  button caption col colgroup center font`)

/** Shapes, as they are written; the parser hands names on as it found them. */
export const SHAPES = new Map(
  [
    ...words(`svg g path circle ellipse line polygon polyline rect text tspan defs clipPath linearGradient
      radialGradient stop`),
  ].map((name) => [name.toLowerCase(), name]),
)

/** Elements without an end tag. */
export const EMPTY = words('br hr img input wbr col')

export const ATTRIBUTES = words(`
  class id dir lang role title hidden disabled readonly placeholder rows cols size colspan rowspan scope span start
  reversed type width height alt min max low high optimum label datetime multiple align valign bgcolor color
  viewbox d fill stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset fill-rule
  clip-rule fill-opacity stroke-opacity opacity transform cx cy r rx ry x y x1 y1 x2 y2 dx dy points offset stop-color
  stop-opacity text-anchor preserveaspectratio`)

/** As they are written in a page of HTML, where they are not as here. */
export const SPELT: Readonly<Record<string, string>> = {
  viewbox: 'viewBox',
  preserveaspectratio: 'preserveAspectRatio',
}

/** What styles ask for beside those. */
export const SPOKEN = /^(?:aria|data)-[a-z][a-z0-9-]{0,60}$/
export const MAX_ATTRIBUTE = 4_000

/** A picture within the page that it brings with it. */
export const INLINE_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,][^"<>]{0,60000}$/i
