/** Contrast by WCAG 2: a ratio from 1 to 21; text needs 4.5. */

function channel(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function luminance(color: string): number | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color.trim());
  if (!match) return null;
  const [red, green, blue] = match.slice(1).map((part) => channel(Number.parseInt(part, 16)));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Null when either is not `#rrggbb`. */
export function contrast(first: string, second: string): number | null {
  const a = luminance(first);
  const b = luminance(second);
  if (a === null || b === null) return null;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The nearest darker shade on which white text is readable. */
export function readable(color: string): string {
  let current = color;
  for (let round = 0; round < 40 && (contrast(current, "#ffffff") ?? 21) < 4.5; round += 1) {
    const parts = [1, 3, 5].map((at) => Math.floor(Number.parseInt(current.slice(at, at + 2), 16) * 0.94));
    current = `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  }
  return current;
}
