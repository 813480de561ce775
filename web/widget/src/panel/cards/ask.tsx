/** The answer to one question, the form of all that a task misses, and what is to be confirmed. */
import { useState } from "preact/hooks";
import { answerOf, EMPTY, faultOf, formText, type Draft } from "../../answers";
import type { Aid, Field } from "../../types";
import { usePanel } from "../model";
import { reply } from "../reply";
import { FieldView } from "./fields";
import { OrderPicker } from "./orders";
import { useWords } from "./shared";

/** A picker under the question that it answers. */
export function Ask({ field, id }: { field: Field; id: string }) {
  const panel = usePanel();
  const { locale } = panel;
  const say = useWords();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [fault, setFault] = useState<string | null>(null);
  if (field.input.type === "order") {
    return <OrderPicker orders={field.input.orders} pick={(order) => reply(panel, order.no)} />;
  }
  const submit = (event: Event) => {
    event.preventDefault();
    const answer = answerOf(field, draft, locale);
    const wrong = faultOf(field, draft, say) ?? (answer ? null : say("need", { label: field.label }));
    setFault(wrong);
    if (!wrong) reply(panel, answer);
  };
  return (
    <form class="card form" noValidate onSubmit={submit}>
      <FieldView field={field} draft={draft} change={setDraft} fault={fault} id={id} />
      <button type="submit" class="primary">{say("submit")}</button>
    </form>
  );
}

type FormAid = Extract<Aid, { type: "form" }>;

/** Opens the form of a task over the conversation. */
export function FormButton({ aid, id }: { aid: FormAid; id: string }) {
  const { show } = usePanel();
  const say = useWords();
  const open = () => show({ draw: () => <FormSheet aid={aid} id={id} close={() => show(null)} /> });
  return <button type="button" class="pill form-open" aria-haspopup="dialog" onClick={open}>{say("form_open")}</button>;
}

function FormSheet({ aid, id, close }: { aid: FormAid; id: string; close: () => void }) {
  const panel = usePanel();
  const { locale, more } = panel;
  const say = useWords();
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [empty, setEmpty] = useState(false);
  if (!more) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = Object.fromEntries(aid.fields.flatMap((field) => {
      const fault = faultOf(field, drafts[field.key] ?? EMPTY, say);
      return fault ? [[field.key, fault]] : [];
    }));
    setFaults(wrong);
    const text = formText(aid.fields, drafts, locale);
    setEmpty(text === "");
    if (Object.keys(wrong).length > 0 || text === "") return;
    close();
    reply(panel, text);
  };
  return (
    <more.Sheet title={aid.title} close={close}>
      <form class="form" noValidate onSubmit={submit}>
        <p class="body">{say("form_hint")}</p>
        {aid.fields.map((field) => (
          <FieldView
            key={field.key}
            field={field}
            draft={drafts[field.key] ?? EMPTY}
            change={(draft) => setDrafts({ ...drafts, [field.key]: draft })}
            fault={faults[field.key] ?? null}
            id={`${id}-form`}
          />
        ))}
        {empty && <p class="error" role="alert">{say("form_empty")}</p>}
        <div class="buttons"><button type="submit" class="primary">{say("form_send")}</button></div>
      </form>
    </more.Sheet>
  );
}

/** All that was told, each with a way to change it; confirming is among the choices below. */
export function Summary({ aid, live }: { aid: Extract<Aid, { type: "summary" }>; live: boolean }) {
  const panel = usePanel();
  const say = useWords();
  return (
    <section class="card" aria-label={say("summary")}>
      <dl class="rows">
        {aid.rows.map((row) => (
          <div key={row.label}>
            <dt>{row.label}</dt>
            <dd>
              <span>{row.value}</span>
              {live && (
                <button type="button" class="link" aria-label={say("change_named", { label: row.label })} onClick={() => reply(panel, row.change)}>
                  {say("change")}
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {aid.notes.length > 0 && <ul class="notes">{aid.notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <p class="tail">{aid.tail}</p>
    </section>
  );
}
