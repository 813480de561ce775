/** Where the customer writes: text, emoji, pictures and files, and guesses while typing. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { KeyValue } from "../storage";
import type { EntryLink } from "../types";
import { Icon } from "./icons";
import { mayAskPerson, usePanel, withBot } from "./model";

const SUGGEST_AFTER_MS = 180;
const TYPING_EVERY_MS = 1500;

/** Guesses for half-typed questions, while the bot listens. */
function useGuesses(text: string): [EntryLink[], () => void] {
  const { session, state } = usePanel();
  const [guesses, setGuesses] = useState<EntryLink[]>([]);
  const wanted = text.trim();
  const listen = withBot(state) && state.phase === "online" && wanted.length >= 2 && wanted.length <= 60;
  useEffect(() => {
    if (!listen) return setGuesses([]);
    let current = true;
    const timer = setTimeout(() => {
      session.suggest(wanted).then(
        (answer) => current && setGuesses(answer.items.slice(0, 5)),
        () => undefined,
      );
    }, SUGGEST_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, listen]);
  return [guesses, () => setGuesses([])];
}

function useDraft(store: KeyValue): [string, (text: string) => void] {
  const [text, setText] = useState(() => store.get("draft") ?? "");
  const set = (value: string) => {
    setText(value);
    if (value) store.set("draft", value);
    else store.remove("draft");
  };
  return [text, set];
}

/** Tells the other side that the customer writes, at most every 1.5 seconds. */
function useTyping(text: string) {
  const { session, state } = usePanel();
  const told = useRef(0);
  const preview = state.welcome?.channel.preview_typing ?? false;
  useEffect(() => {
    if (!state.conversation || withBot(state)) return;
    const tell = () => {
      told.current = text ? Date.now() : 0;
      session.typing(text !== "", text);
    };
    const wait = TYPING_EVERY_MS - (Date.now() - told.current);
    if (text === "" ? told.current > 0 : wait <= 0) return tell();
    if (text === "" || !preview) return;
    const timer = setTimeout(tell, wait);
    return () => clearTimeout(timer);
  }, [text]);
}

type Props = { store: KeyValue; focusKey: number };

export function Composer({ store, focusKey }: Props) {
  const panel = usePanel();
  const { session, state, t } = panel;
  const channel = state.welcome?.channel;
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [text, setText] = useDraft(store);
  const [emoji, setEmoji] = useState(false);
  const [active, setActive] = useState(-1);
  const [guesses, dropGuesses] = useGuesses(text);
  useTyping(text);
  const max = channel?.max_message_chars ?? 4000;
  const length = [...text].length;
  const ready = text.trim() !== "" && length <= max;

  // On a phone the focus would open the keyboard over the welcome.
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) area.current?.focus();
  }, [focusKey]);
  useEffect(() => setActive(-1), [guesses]);
  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
  }, [text]);

  const clear = () => {
    setText("");
    dropGuesses();
    setEmoji(false);
    area.current?.focus();
  };
  const submit = () => {
    if (!ready) return;
    session.send(text.trim());
    clear();
  };
  const choose = (entry: EntryLink) => {
    session.choose(entry);
    clear();
  };
  const openEmoji = async () => {
    if (emoji || (await panel.needMore())) setEmoji(!emoji);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the composition of an input method must not send.
    if (event.isComposing || event.keyCode === 229) return;
    if (guesses.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      return setActive((active + 1 + step + guesses.length + 1) % (guesses.length + 1) - 1);
    }
    if (event.key === "Escape" && guesses.length > 0) {
      event.stopPropagation();
      return dropGuesses();
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const guess = guesses[active];
      if (guess) choose(guess);
      else submit();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    panel.addFiles(files);
  };
  const insert = (symbol: string) => {
    const at = area.current?.selectionStart ?? text.length;
    setText(text.slice(0, at) + symbol + text.slice(at));
    setEmoji(false);
    area.current?.focus();
  };

  const human = state.conversation?.owner === "agent";
  return (
    <div class="composer">
      {guesses.length > 0 && (
        <div class="guesses">
          <p id="sy-guesses">{t("guess_live")}</p>
          <ul role="listbox" aria-labelledby="sy-guesses" id="sy-guess-list">
            {guesses.map((guess, index) => (
              <li
                key={guess.entry_id}
                id={`sy-guess-${index}`}
                role="option"
                aria-selected={index === active}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(guess)}
              >
                {guess.question}
              </li>
            ))}
          </ul>
        </div>
      )}
      {mayAskPerson(panel, "composer") && (
        <div class="quick">
          <button type="button" class="pill person" onClick={() => panel.person("composer")}>
            <Icon name="headset" />{t("person_long")}
          </button>
        </div>
      )}
      {emoji && panel.more && <panel.more.EmojiPicker pick={insert} close={() => { setEmoji(false); area.current?.focus(); }} />}
      <div class="write">
        <button type="button" class="plain" aria-label={t("emoji")} aria-expanded={emoji} onClick={openEmoji}>
          <Icon name="smile" />
        </button>
        <button type="button" class="plain" aria-label={t("attach")} onClick={() => chooser.current?.click()}>
          <Icon name="clip" />
        </button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept={channel?.upload_types.map((type) => (/[./]/.test(type[0] + type) ? type : `.${type}`)).join()}
          onChange={(event) => {
            panel.addFiles([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <textarea
          ref={area}
          rows={1}
          value={text}
          enterkeyhint="send"
          placeholder={human ? t("write_agent") : t("write")}
          aria-label={human ? t("write_agent") : t("write")}
          aria-autocomplete="list"
          aria-controls={guesses.length > 0 ? "sy-guess-list" : undefined}
          aria-activedescendant={active >= 0 ? `sy-guess-${active}` : undefined}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button type="button" class="send" aria-label={t("send")} disabled={!ready} onClick={submit}>
          <Icon name="send" />
        </button>
      </div>
      {length > max && <p class="hint bad" role="alert">{t("too_long", { max, count: length })}</p>}
      {channel?.preview_typing && !withBot(state) && <p class="hint">{t("preview_on")}</p>}
    </div>
  );
}
