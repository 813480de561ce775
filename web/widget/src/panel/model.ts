/** What every part of the panel shares: the session, the words, and the customer's choices. */
import type { VNode } from "preact";
import type { PanelEnv } from "../env";
import type { Translate } from "../messages";
import type { Session, SessionState } from "../session";
import type { Locale, PersonPlace } from "../types";
import type { More } from "./more";
import type { Speech } from "./speech";
import type { Uploads } from "./uploads";

/** A form over the conversation: one of the panel's own, or one that a card draws. */
export type SheetName = "menu" | "leave" | "rate" | "end" | { draw: () => VNode } | null;

export type Panel = {
  env: PanelEnv;
  session: Session;
  state: SessionState;
  t: Translate;
  locale: Locale;
  elder: boolean;
  /** Null until the later part has arrived. */
  speech: Speech | null;
  /** The part that is loaded later; null until it has arrived. */
  more: More | null;
  /** Waits for that part; false, and the customer is told, when it cannot be had now. */
  needMore(): Promise<boolean>;
  uploads: Uploads | null;
  addFiles(files: File[]): void;
  /** Opens one of the forms over the conversation. */
  show(sheet: SheetName): void;
  view(url: string, alt: string): void;
  setElder(on: boolean): void;
  /** Asks for a person, telling the customer if that fails. */
  person(place: PersonPlace): void;
  /** Runs a request and tells the customer when it fails; true when it succeeded. */
  attempt(action: Promise<unknown>): Promise<boolean>;
};

let current: Panel | null = null;

/** A page has one panel, drawn from the top on every change; so a plain variable is its context. */
export function providePanel(panel: Panel): void {
  current = panel;
}

export function usePanel(): Panel {
  if (!current) throw new Error("outside of the panel");
  return current;
}

/** The bot, nobody yet, or a talk that is over: the customer may ask for a person where that is seen. */
export function mayAskPerson({ state, elder }: Panel, place: PersonPlace): boolean {
  const { conversation, welcome } = state;
  const seen = conversation?.owner === "bot" ? conversation : welcome?.channel;
  return withBot(state) && (elder || seen?.person_places.includes(place) !== false);
}

export function withBot(state: SessionState): boolean {
  const owner = state.conversation?.owner ?? "bot";
  return owner === "bot" || owner === "closed" || owner === "left_message";
}

export function botName({ state, t }: Panel): string {
  return state.welcome?.channel.bot_name || t("bot");
}
