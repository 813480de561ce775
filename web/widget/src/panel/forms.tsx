/** The forms over the conversation: more, leave a message, rate, end. */
import { useState } from "preact/hooks";
import { clock } from "../format";
import type { Locale } from "../types";
import { Icon, type IconName } from "./icons";
import { usePanel } from "./model";
import { loadScript } from "./script";
import { Sheet } from "./sheet";
import type { Tickets } from "./tickets";

/** Path of the script of the customer's tickets with its content's hash, put in by the build. */
declare const TICKETS_PATH: string;

type MenuProps = {
  autoRead: boolean;
  setAutoRead: (on: boolean) => void;
  setElder: (on: boolean) => void;
  setLocale: (locale: Locale) => void;
};

function Item({ icon, label, hint, on, act }: {
  icon: IconName;
  label: string;
  hint?: string;
  /** A switch when it is a boolean. */
  on?: boolean;
  act: () => void;
}) {
  const { t } = usePanel();
  const isSwitch = on !== undefined;
  return (
    <button type="button" class="item" role={isSwitch ? "switch" : undefined} aria-checked={on} onClick={act}>
      <Icon name={icon} />
      <span>{label}{hint && <small>{hint}</small>}</span>
      {isSwitch && <span class={on ? "switch on" : "switch"}><span class="unseen">{on ? t("on") : t("off")}</span></span>}
    </button>
  );
}

export function MenuSheet({ autoRead, setAutoRead, setElder, setLocale }: MenuProps) {
  const { t, elder, env, locale, show, state, speech, attempt } = usePanel();
  const tickets = () => {
    const shown = loadScript<Tickets>(env, TICKETS_PATH, () => window.ShanyingTickets);
    void attempt(shown.then(({ TicketsSheet }) => show({ draw: () => <TicketsSheet /> })));
  };
  const conversation = state.conversation;
  const active = conversation && conversation.owner !== "closed";
  return (
    <Sheet title={t("menu")} close={() => show(null)}>
      <div class="menu">
        <Item icon="elder" label={t("elder")} hint={t("elder_hint")} on={elder} act={() => setElder(!elder)} />
        {speech?.available && <Item icon="speaker" label={t("auto_read")} on={autoRead} act={() => setAutoRead(!autoRead)} />}
        <Item icon="globe" label={t("language")} act={() => setLocale(locale === "en" ? "zh-CN" : "en")} />
        <Item icon="file" label={t("my_tickets")} act={tickets} />
        <Item icon="pen" label={t("leave_long")} act={() => show("leave")} />
        {conversation?.can_rate && !conversation.rated && <Item icon="star" label={t("rate")} act={() => show("rate")} />}
        {active && <Item icon="power" label={t("end")} act={() => show("end")} />}
      </div>
    </Sheet>
  );
}

export function EndSheet() {
  const { t, show, session, attempt } = usePanel();
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    if (await attempt(session.end())) show(session.state.conversation?.can_rate ? "rate" : null);
    else setBusy(false);
  };
  return (
    <Sheet title={t("end_ask")} close={() => show(null)}>
      <p class="body">{t("end_hint")}</p>
      <div class="buttons">
        <button type="button" class="second" onClick={() => show(null)}>{t("cancel")}</button>
        <button type="button" class="primary" data-first disabled={busy} onClick={end}>{t("end")}</button>
      </div>
    </Sheet>
  );
}

export function LeaveSheet() {
  const { t, show, session, state, locale } = usePanel();
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [email, setEmail] = useState("");
  const [error, setError] = useState<string | null>(null);
  // The shop can reach whoever it vouches for.
  const known = state.welcome?.customer.verified;
  const submit = (event: Event) => {
    event.preventDefault();
    const tel = phone.replace(/[\s-]/g, "");
    if (!text.trim()) return setError(t("leave_need_text"));
    if (!known && !tel && !email.trim()) return setError(t("leave_need_contact"));
    if (tel && !/^\+?\d{7,15}$/.test(tel)) return setError(t("bad_phone"));
    if (email.trim() && !/^\S+@\S+\.\S+$/.test(email.trim())) return setError(t("bad_email"));
    session.leaveMessage(text.trim(), {
      ...(name.trim() && { name: name.trim() }),
      ...(tel && { phone: tel }),
      ...(email.trim() && { email: email.trim() }),
    });
    show(null);
  };
  const service = state.welcome?.service;
  const hours = service && !service.open
    ? service.opens_at ? t("closed_hours", { time: clock(service.opens_at, locale) }) : t("closed_hours_unknown")
    : null;
  return (
    <Sheet title={t("leave_long")} close={() => show(null)}>
      <form class="form" noValidate onSubmit={submit}>
        <p class="body">{t("leave_hint")}</p>
        {hours && <p class="body">{hours}</p>}
        <label>{t("leave_text")}
          <textarea data-first rows={4} maxLength={state.welcome?.channel.max_message_chars} placeholder={t("leave_text_hint")} value={text} onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <label>{t("leave_name")}{t("optional")}
          <input autocomplete="name" maxLength={100} value={name} onInput={(e) => setName(e.currentTarget.value)} />
        </label>
        <label>{t("leave_phone")}
          <input type="tel" autocomplete="tel" maxLength={30} value={phone} onInput={(e) => setPhone(e.currentTarget.value)} />
        </label>
        <label>{t("leave_email")}{t(known ? "optional" : "either")}
          <input type="email" autocomplete="email" maxLength={200} value={email} onInput={(e) => setEmail(e.currentTarget.value)} />
        </label>
        {error && <p class="error" role="alert">{error}</p>}
        <div class="buttons"><button type="submit" class="primary">{t("leave_submit")}</button></div>
      </form>
    </Sheet>
  );
}

const SCORES = [5, 4, 3, 2, 1] as const;

function Tags({ all, chosen, toggle }: { all: string[]; chosen: string[]; toggle: (tag: string) => void }) {
  return (
    <div class="chips">
      {all.map((tag) => (
        <button key={tag} type="button" class="chip" aria-pressed={chosen.includes(tag)} onClick={() => toggle(tag)}>{tag}</button>
      ))}
    </div>
  );
}

export function RatingSheet() {
  const { t, show, session, state, attempt } = usePanel();
  const [score, setScore] = useState(0);
  const [tags, setTags] = useState<string[]>([]);
  const [solved, setSolved] = useState<boolean | null>(null);
  const [comment, setComment] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(false);
  const words = state.welcome?.channel.rating_tags;
  const all = score >= 4 ? words?.good : words?.bad;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (score === 0) return setError(true);
    setBusy(true);
    const done = await attempt(session.rate({ score, tags, solved, comment: comment.trim() }));
    setBusy(false);
    if (done) show(null);
  };
  return (
    <Sheet title={t("rate_title")} close={() => show(null)}>
      <form class="form" onSubmit={submit}>
        <div class="scores" role="radiogroup" aria-label={t("rate_title")}>
          {SCORES.map((value, index) => (
            <label key={value} class={score === value ? "score chosen" : "score"}>
              <input
                type="radio"
                name="sy-score"
                data-first={index === 0 ? true : undefined}
                checked={score === value}
                onChange={() => { setScore(value); setTags([]); setError(false); }}
              />
              <span class="stars" aria-hidden="true">{SCORES.map((n) => 6 - n <= value ? <Icon key={n} name="star" /> : null)}</span>
              <span>{t(`rate_${value}`)}</span>
            </label>
          ))}
        </div>
        {score > 0 && all && all.length > 0 && (
          <fieldset>
            <legend>{score >= 4 ? t("rate_tags_good") : t("rate_tags_bad")}</legend>
            <Tags all={all} chosen={tags} toggle={(tag) => setTags(tags.includes(tag) ? tags.filter((x) => x !== tag) : [...tags, tag])} />
          </fieldset>
        )}
        {score > 0 && (
          <fieldset>
            <legend>{t("rate_solved")}</legend>
            <div class="chips">
              <button type="button" class="chip" aria-pressed={solved === true} onClick={() => setSolved(solved === true ? null : true)}>{t("yes")}</button>
              <button type="button" class="chip" aria-pressed={solved === false} onClick={() => setSolved(solved === false ? null : false)}>{t("no")}</button>
            </div>
          </fieldset>
        )}
        {score > 0 && (
          <label>{t("rate_comment")}{t("optional")}
            <textarea rows={2} maxLength={500} value={comment} onInput={(e) => setComment(e.currentTarget.value)} />
          </label>
        )}
        {error && <p class="error" role="alert">{t("rate_pick")}</p>}
        <div class="buttons"><button type="submit" class="primary" disabled={busy}>{t("rate_submit")}</button></div>
      </form>
    </Sheet>
  );
}
