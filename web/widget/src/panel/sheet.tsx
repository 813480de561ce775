/** A form that lies over the conversation: focus stays inside, Esc and the veil close it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icons";
import { usePanel } from "./model";

const FOCUSABLE = "button:not(:disabled), input, textarea, a[href], [tabindex='0']";

/** Keeps Tab inside `element` and gives the focus back where it was. */
export function useFocusTrap<T extends HTMLElement>(close: (() => void) | null) {
  const ref = useRef<T>(null);
  const { env } = usePanel();
  // Read before what lies behind is inert and loses the focus.
  const [before] = useState(() => env.root.activeElement as HTMLElement | null);
  useEffect(() => {
    const first = ref.current?.querySelector<HTMLElement>("[data-first]") ?? ref.current;
    first?.focus();
    return () => before?.focus?.();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && close) {
      event.stopPropagation();
      close();
    }
    if (event.key !== "Tab" || !ref.current) return;
    const items = [...ref.current.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const active = (ref.current.getRootNode() as ShadowRoot | Document).activeElement;
    const edge = event.shiftKey ? items[0] : items[items.length - 1];
    if (active === edge || active === ref.current) {
      event.preventDefault();
      (event.shiftKey ? items[items.length - 1] : items[0])?.focus();
    }
  };
  return { ref, onKeyDown };
}

type Props = { title: string; close: (() => void) | null; children: ComponentChildren };

export function Sheet({ title, close, children }: Props) {
  const { t } = usePanel();
  const trap = useFocusTrap<HTMLDivElement>(close);
  return (
    <div class="veil" onClick={(event) => event.target === event.currentTarget && close?.()}>
      <div class="sheet" role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} {...trap}>
        <div class="sheet-head">
          <h2>{title}</h2>
          {close && (
            <button type="button" class="plain" aria-label={t("close")} onClick={close}>
              <Icon name="close" />
            </button>
          )}
        </div>
        {children}
      </div>
    </div>
  );
}
