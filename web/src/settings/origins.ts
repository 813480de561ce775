/** `https://shop.example.com` from whatever address was typed or pasted (`*` is any site); null when it is none. */
export function toOrigin(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (trimmed === "*") return "*";
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    const host = url.hostname;
    const plausible = host === "localhost" || host.startsWith("[") || host.includes(".");
    return plausible ? url.origin : null;
  } catch {
    return null;
  }
}
