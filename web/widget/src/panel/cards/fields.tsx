/** Fields that a customer fills in instead of typing; each is labelled and works by keyboard. */
import type { ComponentChildren } from "preact";
import { EMPTY, MUNICIPALITIES, today, type Draft } from "../../answers";
import type { Field } from "../../types";
import { useWords } from "./shared";

const PROVINCES = [
  "北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省",
  "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省", "云南省", "陕西省",
  "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区",
  "香港特别行政区", "澳门特别行政区",
];

type Props = {
  field: Field;
  draft: Draft;
  change: (draft: Draft) => void;
  /** What is wrong with it, told beside it. */
  fault: string | null;
  /** Several forms on one page must not share names. */
  id: string;
};

function Labelled({ label, optional, children }: { label: string; optional?: boolean; children: ComponentChildren }) {
  const say = useWords();
  return <label>{label}{optional && say("optional")}{children}</label>;
}

function Choice({ field, draft, change, id }: Props) {
  const say = useWords();
  const { input } = field;
  const many = input.type === "choice" && input.many;
  const options = input.type === "choice"
    ? input.options
    : input.type === "order" ? input.orders.map((order) => ({ say: order.no, label: `${order.goods[0]?.title ?? ""} · ${order.state} · ${order.no}` })) : [];
  const held = (value: string) => (many || input.type === "choice" ? draft.chosen.includes(value) : draft.value === value);
  const toggle = (value: string) => {
    if (input.type === "order") return change({ ...draft, value });
    const others = many ? draft.chosen.filter((one) => one !== value) : [];
    change({ ...draft, chosen: many && draft.chosen.includes(value) ? others : [...others, value] });
  };
  return (
    <fieldset>
      <legend>{field.label}{!field.required && say("optional")}</legend>
      <div class="ticks">
        {options.map((option) => (
          <label key={option.say} class={held(option.say) ? "tick on" : "tick"}>
            <input type={many ? "checkbox" : "radio"} name={`${id}-${field.key}`} checked={held(option.say)} onChange={() => toggle(option.say)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Time({ field, draft, change }: Props) {
  const say = useWords();
  const future = field.input.type === "time" && field.input.future;
  return (
    <fieldset>
      <legend>{field.label}{!field.required && say("optional")}</legend>
      <div class="pair">
        <Labelled label={say("day")}>
          <input type="date" data-first min={future ? today() : undefined} value={draft.day} onInput={(e) => change({ ...draft, day: e.currentTarget.value })} />
        </Labelled>
        <Labelled label={say("hour")}>
          <input type="time" step={900} value={draft.hour} onInput={(e) => change({ ...draft, hour: e.currentTarget.value })} />
        </Labelled>
      </div>
    </fieldset>
  );
}

function Address({ field, draft, change }: Props) {
  const say = useWords();
  const direct = MUNICIPALITIES.includes(draft.province);
  return (
    <fieldset>
      <legend>{field.label}{!field.required && say("optional")}</legend>
      <div class="pair">
        <Labelled label={say("province")}>
          <select data-first value={draft.province} autocomplete="address-level1" onChange={(e) => change({ ...draft, province: e.currentTarget.value })}>
            <option value="">{say("pick")}</option>
            {PROVINCES.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </Labelled>
        {!direct && (
          <Labelled label={say("city")}>
            <input maxLength={40} autocomplete="address-level2" value={draft.city} onInput={(e) => change({ ...draft, city: e.currentTarget.value })} />
          </Labelled>
        )}
        <Labelled label={say("district")}>
          <input maxLength={40} autocomplete="address-level3" value={draft.district} onInput={(e) => change({ ...draft, district: e.currentTarget.value })} />
        </Labelled>
      </div>
      <Labelled label={say("street")}>
        <input maxLength={200} autocomplete="street-address" value={draft.value} onInput={(e) => change({ ...draft, value: e.currentTarget.value })} />
      </Labelled>
    </fieldset>
  );
}

function Count({ field, draft, change, fault, id }: Props) {
  const say = useWords();
  const { input } = field;
  const [min, max] = input.type === "count" ? [input.min ?? 0, input.max ?? 9999] : [0, 0];
  const now = Number(draft.value) || 0;
  const step = (by: number) => change({ ...draft, value: String(Math.min(max, Math.max(min, (draft.value === "" ? min - Math.max(by, 0) : now) + by))) });
  return (
    <div class="counted">
      <label for={`${id}-${field.key}`}>{field.label}{!field.required && say("optional")}</label>
      <div class="stepper">
        <button type="button" class="second" aria-label={say("less")} disabled={draft.value === "" || now <= min} onClick={() => step(-1)}>−</button>
        <input
          id={`${id}-${field.key}`}
          inputMode="numeric"
          role="spinbutton"
          aria-valuemin={min}
          aria-valuemax={max}
          aria-valuenow={draft.value === "" ? undefined : now}
          aria-invalid={fault !== null}
          value={draft.value}
          onInput={(e) => change({ ...draft, value: e.currentTarget.value })}
          onKeyDown={(e) => {
            if (e.key !== "ArrowUp" && e.key !== "ArrowDown") return;
            e.preventDefault();
            step(e.key === "ArrowUp" ? 1 : -1);
          }}
        />
        <button type="button" class="second" aria-label={say("more")} disabled={now >= max} onClick={() => step(1)}>+</button>
      </div>
    </div>
  );
}

function Line({ field, draft, change, fault }: Props) {
  const type = field.input.type;
  const set = (value: string) => change({ ...draft, value });
  const bad = { "aria-invalid": fault !== null };
  return (
    <Labelled label={field.label} optional={!field.required}>
      {type === "text"
        ? <textarea rows={2} maxLength={500} value={draft.value} {...bad} onInput={(e) => set(e.currentTarget.value)} />
        : (
          <input
            type={type === "phone" ? "tel" : "text"}
            inputMode={type === "digits" ? "numeric" : type === "money" ? "decimal" : undefined}
            autocomplete={type === "phone" ? "tel" : type === "name" ? "name" : "off"}
            maxLength={60}
            value={draft.value}
            {...bad}
            onInput={(e) => set(e.currentTarget.value)}
          />
        )}
    </Labelled>
  );
}

/** One field by what it takes. */
export function FieldView(props: Props) {
  const { input } = props.field;
  const draft = props.draft ?? EMPTY;
  const own = { ...props, draft };
  const view = () => {
    switch (input.type) {
      case "choice": return <Choice {...own} />;
      case "order": return input.orders.length > 0 ? <Choice {...own} /> : <Line {...own} />;
      case "time": return <Time {...own} />;
      case "address": return <Address {...own} />;
      case "count": return <Count {...own} />;
      default: return <Line {...own} />;
    }
  };
  return (
    <div class="field">
      {view()}
      {props.fault && <p class="error" role="alert">{props.fault}</p>}
    </div>
  );
}
