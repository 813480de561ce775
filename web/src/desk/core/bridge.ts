import { inject, type InjectionKey } from "vue";

export type SideTab = "assist" | "profile" | "task" | "orders" | "history" | "tickets" | "quick" | "knowledge";

/** What the columns of the desk ask of each other. */
export interface DeskBridge {
  /** Puts text at the cursor of the reply box. */
  insert: (text: string) => void;
  /** Moves the focus to the reply box. */
  focus: () => void;
  /** Switches the reply box between reply and note. */
  toggleNote: () => void;
  /** Shows a tab of the side panel. */
  showSide: (tab: SideTab) => void;
  /** Opens what is prepared for the end of the conversation. */
  wrapUp: () => void;
}

export const bridgeKey: InjectionKey<DeskBridge> = Symbol("desk");

export function useBridge(): DeskBridge {
  const bridge = inject(bridgeKey);
  if (!bridge) throw new Error("the desk's parts only work within the desk");
  return bridge;
}
