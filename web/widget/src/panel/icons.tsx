/** Line icons, drawn as paths on a 24 × 24 field. */
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
  speaker: "M11 5L6 9H3v6h3l5 4zM15.500 8.500a5 5 0 0 1 0 7M18.500 5.500a9 9 0 0 1 0 13",
  stop: "M7 7h10v10H7z",
  file: "M14 3H6v18h12V7zM14 3v4h4M9 13h6M9 17h6",
  star: "M12 3.500l2.600 5.300 5.900.9-4.300 4.100 1 5.800-5.200-2.700-5.200 2.700 1-5.800L3.500 9.700l5.900-.9z",
  check: "M5 12.500l4.500 4.500L19 7.500",
  elder: "M3 19L8.500 5 14 19M5 14.500h7M15 19l3.200-8 3.300 8M16.200 16.500h4",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.500 2.600 3.800 5.600 3.800 9S14.500 18.400 12 21c-2.500-2.600-3.800-5.600-3.800-9S9.500 5.600 12 3z",
  power: "M12 3v9M6.500 7a8 8 0 1 0 11 0",
  pen: "M4 20l1-4L16.500 4.500l3 3L8 19zM14 7l3 3",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  bot: "M6 8h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM12 8V4M9 13h.01M15 13h.01M2 13v2M22 13v2M9.500 16.200h5",
  truck: "M3 6h11v11H3zM14 10h4l3 3.500V17h-7M7.500 19.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17.500 19.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  refund: "M4 9h11a5 5 0 0 1 0 10H7M4 9l4-4M4 9l4 4",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 15-13 14M5 21c1-5 4-9 9-11",
  gift: "M4 11h16v10H4zM3 7h18v4H3zM12 7v14M12 7c-2 0-5-.5-5-2.500S10.500 2.500 12 7zM12 7c2 0 5-.5 5-2.500S13.500 2.500 12 7z",
  user: "M12 12a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM4 21c.5-4 3.500-6.500 8-6.500s7.500 2.500 8 6.500",
  shield: "M12 3l8 3v6c0 4.500-3.200 7.800-8 9-4.800-1.200-8-4.500-8-9V6zM8.500 12l2.500 2.500 4.500-4.500",
  book: "M12 6c-2-1.500-5-2-8-2v14c3 0 6 .5 8 2 2-1.500 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14",
  card: "M3 6h18v13H3zM3 10.500h18M6.500 15.500h4",
  package: "M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500 8-4.500M12 12v9",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500",
  calendar: "M4 6h16v15H4zM4 10.500h16M8 3v5M16 3v5",
  coupon: "M3 7h18v3.500a1.800 1.800 0 0 0 0 3V17H3v-3.500a1.800 1.800 0 0 0 0-3zM14 7v10",
  phone: "M5 4h4l2 5-2.500 1.500a12 12 0 0 0 5 5L15 13l5 2v4c0 1-1 2-2 2C10 20.500 3.500 14 3 6c0-1 1-2 2-2z",
  heart: "M12 20C6 16 3 12.800 3 9.200A4.600 4.600 0 0 1 12 7a4.600 4.600 0 0 1 9 2.200C21 12.800 18 16 12 20z",
  chat: "M21 11.500a8.400 8.400 0 0 1-8.500 8.300 8.900 8.900 0 0 1-3.700-.8L3 21l1.800-5a8 8 0 0 1-.8-3.500 8.400 8.400 0 0 1 8.500-8.300 8.400 8.400 0 0 1 8.500 8.300z",
};

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The picture of a capability tile: a name of ours, or an emoji that the shop has chosen. */
export function TileIcon({ name }: { name: string }) {
  if (Object.prototype.hasOwnProperty.call(PATHS, name)) return <Icon name={name as IconName} />;
  const emoji = [...name].length <= 2 && !/[a-z]/i.test(name);
  return emoji && name ? <span class="glyph" aria-hidden="true">{name}</span> : <Icon name="chat" />;
}
