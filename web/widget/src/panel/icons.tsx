/** Line icons, drawn as paths on a 24 × 24 field. */
import type { LATER } from "./icons-more";

const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M21 3L10 14M21 3l-7 18-4-7-7-4z",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5h.01M15 9.5h.01",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7-7L13 4.4a3.3 3.3 0 0 1 4.7 4.7l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5",
  headset: "M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v6H5.500a1.500 1.500 0 0 1-1.500-1.500zM20 14h-3v6h1.500a1.500 1.500 0 0 0 1.500-1.500zM17 20c0 1-1.500 2-4 2",
  up: "M7 11v9H4v-9zM7 11l4-8c1.500 0 2.500 1 2.500 2.500V9H19a2 2 0 0 1 2 2.300l-1.200 7A2 2 0 0 1 17.800 20H7",
  thumbDown: "M17 13V4h3v9zM17 13l-4 8c-1.500 0-2.500-1-2.500-2.500V15H5a2 2 0 0 1-2-2.300l1.200-7A2 2 0 0 1 6.200 4H17",
  file: "M14 3H6v18h12V7zM14 3v4h4M9 13h6M9 17h6",
  check: "M5 12.500l4.500 4.500L19 7.500",
  elder: "M3 19L8.500 5 14 19M5 14.500h7M15 19l3.200-8 3.300 8M16.200 16.500h4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  bot: "M6 8h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM12 8V4M9 13h.01M15 13h.01M2 13v2M22 13v2M9.500 16.200h5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500",
};

export type IconName = keyof typeof PATHS | keyof typeof LATER;

const paths: Record<string, string> = PATHS;

/** Takes in the icons that come with the later part. */
export function learnIcons(later: Record<string, string>): void {
  Object.assign(paths, later);
}

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon i-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name] ?? ""} />
    </svg>
  );
}

/** The picture of a capability tile: a name of ours, or an emoji that the shop has chosen. */
export function TileIcon({ name }: { name: string }) {
  const ours = /^[a-z]+$/i.test(name);
  if (!ours && name && [...name].length <= 2) return <span class="glyph" aria-hidden="true">{name}</span>;
  return <Icon name={(name in paths ? name : "chat") as IconName} />;
}
