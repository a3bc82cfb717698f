/** The 148 named colours of CSS Color 4 (https://www.w3.org/TR/css-color-4/#named-colors), as `name hex` pairs. */
const CSS = `aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887
cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400
darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f
darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff
gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c
lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3
lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff
maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585
midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa
palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f
royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa
springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32`

/**
 * Names people use that CSS does not have: short forms, Spanish names, everyday words. Written without spaces and
 * accents.
 */
const EVERYDAY = `lightgoldenrod fafad2 offwhite faf9f6 cream fffdd0 charcoal 36454f blush f4c2c2 blushpink f4c2c2 sagegreen 9caf88 terracota c8664b emeraldgreen 047857 forestgreen 228b22 rust b7410e ochre cc7722 maroonred 800000 espresso 4b3832 taupe 8b7d6b lilacpurple c8a2c8 emerald 047857 mint d5f5e3 sky 87ceeb sage 9caf88 burgundy 800020 mustard e1ad01 peach ffdab9 rose f43f5e amber f59e0b jade 00a86b sand e8dcc4 terracotta c8664b
lilac c8a2c8 mauve e0b0ff aubergine 472c4c graphite 383e42 slate 475569 stone 78716c zinc 71717a pastelblue a7c7e7 pastelpink f8c8dc pastelgreen c1e1c1 navyblue 000080 lightpurple d8b4fe darkpurple 4c1d95 darkpink c2185b darkyellow b58b00 lightbrown c4a484 darkbrown 4b2e1e lightorange ffcc99
lightred ff9999 deepblue 00008b deepgreen 0b3d2e deeppurple 3b0a57 deepred 8b0000 forest 228b22 ocean 0e7490 wine 722f37 bronze cd7f32 copper b87333 champagne f7e7ce eggshell f0ead6 ash b2beb5 jetblack 0a0a0a royalpurple 7851a9 electricblue 0892d0 babyblue 89cff0 neongreen 39ff14 rosegold b76e79 darkteal 004d4d warmgray 8c8279 coolgray 8c92ac
blanco ffffff negro 000000 gris 6b7280 grisclaro d3d3d3 grisoscuro 4b5563 grisperla e8e8e8 rojo dc2626 rojooscuro 8b0000 rojovino 722f37 vino 722f37 granate 800000 burdeos 800020 guinda 8c1d40 azul 2563eb azulclaro add8e6 azuloscuro 00008b azulmarino 000080 azulceleste 87ceeb celeste 87ceeb azulcielo 87ceeb azulrey 4169e1 azulelectrico 0892d0 azulnoche 191970 azulpetroleo 1d4e5f azulacero 4682b4 marino 000080
turquesa 40e0d0 turquesaoscuro 00ced1 cian 00ffff aguamarina 7fffd4 verde 15803d verdeclaro 90ee90 verdeoscuro 006400 verdeoliva 6b8e23 oliva 808000 verdementa d5f5e3 menta d5f5e3 verdeesmeralda 047857 esmeralda 047857 verdebosque 228b22 verdelima 32cd32 lima 32cd32 verdeazulado 008080 verdeagua b2e2dc salvia 9caf88 amarillo facc15 amarilloclaro ffffe0 mostaza e1ad01 dorado d4a017 oro d4a017 dorados d4a017 ambar f59e0b
naranja ea580c naranjaclaro ffcc99 naranjaoscuro c2410c anaranjado ea580c coralclaro f08080 salmonclaro ffa07a melocoton ffdab9 durazno ffdab9 rosa ec4899 rosado ec4899 rosaclaro ffb6c1 rosapalo f4c2c2 rosaviejo bc8f8f fucsia d946ef magentaoscuro 8b008b morado 7e22ce moradooscuro 4c1d95 purpura 800080 violeta 8b5cf6 violetaoscuro 5b21b6 lila c8a2c8 lavanda e6e6fa indigoscuro 312e81 malva e0b0ff cafe 6f4e37 cafeclaro c4a484 marron 7b3f00 marronclaro c4a484 marronoscuro 4b2e1e castano 7b3f00 chocolateoscuro 4b2e1e
crema fffdd0 marfil fffff0 hueso f9f6ee arena e8dcc4 perla f8f6f0 nieve fffafa lino faf0e6 trigo f5deb3 plata c0c0c0 plateado c0c0c0 carbon 36454f grafito 383e42 pizarra 475569 antracita 293133 terracota c8664b cobre b87333 bronceado d2b48c ocre cc7722 caqui bdb76b carmesi dc143c escarlata ff2400 ladrillo b22222 tierra 8b5a2b cielo 87ceeb jazmin f8de7e ciruela 8e4585 uva 6f2da8 berenjena 472c4c`

const read = (text: string): [string, string][] => {
  const parts = text.trim().split(/\s+/)
  return Array.from({ length: parts.length / 2 }, (_, i) => [parts[i * 2]!, `#${parts[i * 2 + 1]!}`])
}

/** Colour name without spaces, hyphens and accents → `#rrggbb`. */
export const COLOURS: ReadonlyMap<string, string> = new Map([...read(EVERYDAY), ...read(CSS)])
