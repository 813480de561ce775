/** A small board of emoji that moves by the arrow keys. */
import { useEffect, useRef } from "preact/hooks";
import { usePanel } from "./model";

const EMOJI = [..."😀😄😊🙂😉😍🤗🤔😅😂😢😭😡😮😴🙏👍👎👌👏💪🤝🎉🌹💐🍀☀🌙⭐❤💔🎁📦🚚💳📷✅❌❓❗"];

export function EmojiPicker({ pick, close }: { pick: (emoji: string) => void; close: () => void }) {
  const { t } = usePanel();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.querySelector("button")?.focus(), []);
  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      return close();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    const buttons = [...(ref.current?.querySelectorAll("button") ?? [])];
    if (step === undefined) return;
    event.preventDefault();
    buttons[buttons.indexOf(event.target as HTMLButtonElement) + step]?.focus();
  };
  return (
    <div class="emoji" ref={ref} role="group" aria-label={t("emoji")} onKeyDown={move}>
      {EMOJI.map((emoji) => (
        <button key={emoji} type="button" onClick={() => pick(emoji)}>{emoji}</button>
      ))}
    </div>
  );
}
