/** The channel's colour, made dark enough that white words on it and it on white are readable. */
const DEFAULT = "#1764d8";
const AA = 4.5;

type Rgb = [number, number, number];

function parse(hex: string): Rgb {
  const match = /^#([0-9a-f]{6})$/i.exec(hex.trim());
  const value = parseInt((match ?? [0, DEFAULT.slice(1)])[1] as string, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Contrast with white by WCAG 2. */
export function contrastWithWhite(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

/** `r, g, b` of the readable colour, for `rgb()` and `rgba()` in the style sheets. */
export function brand(hex: string): string {
  let rgb = parse(hex);
  while (contrastWithWhite(rgb) < AA) rgb = rgb.map((part) => Math.floor(part * 0.94)) as Rgb;
  return rgb.join(", ");
}
