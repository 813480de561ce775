/** The channel's colour, made dark enough that white words on it and it on white are readable. */
const DEFAULT = "#1764d8";
const AA = 4.5;

type Rgb = [number, number, number];

/** The parts of `#rrggbb`; null for other text. */
function parse(hex: string): Rgb | null {
  const match = /^#([0-9a-f]{6})$/i.exec(hex.trim());
  if (!match) return null;
  const value = parseInt(match[1] as string, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function ratio(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

/** Contrast with white by WCAG 2, from 1 to 21; null when it is not `#rrggbb`. */
export function contrastWithWhite(hex: string): number | null {
  const rgb = parse(hex);
  return rgb && ratio(rgb);
}

function darkened(hex: string): Rgb {
  let rgb = parse(hex) ?? (parse(DEFAULT) as Rgb);
  while (ratio(rgb) < AA) rgb = rgb.map((part) => Math.floor(part * 0.94)) as Rgb;
  return rgb;
}

/** `r, g, b` of the readable colour, for `rgb()` and `rgba()` in the style sheets. */
export const brand = (hex: string): string => darkened(hex).join(", ");

/** `#rrggbb` of the nearest darker shade on which white words are readable. */
export const readable = (hex: string): string =>
  `#${darkened(hex).map((part) => part.toString(16).padStart(2, "0")).join("")}`;
