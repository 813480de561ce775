/** What the loader and the panel know of each other; they are separate files on a shop's page. */
import type { Identity } from "./types";

export type PanelEnv = {
  /** Address of the server, without a slash at the end. */
  base: string;
  token: string;
  root: ShadowRoot;
  mount: HTMLElement;
  /** `page` is the full page for phones: it cannot be closed. */
  mode: "widget" | "page";
  position: "right" | "left";
  locale: string | null;
  elder: boolean;
  identity: Identity | undefined;
  unread(count: number): void;
  closed(): void;
};

export type PanelHandle = {
  open(): void;
  close(): void;
  /** Opens the panel and asks as if the customer had typed it. */
  ask(text: string): void;
  setElder(on: boolean): void;
  identify(identity: Identity): void;
  reset(): void;
};

export type Command = [name: string, ...rest: unknown[]];

declare global {
  interface Window {
    /** Commands of the shop's page; an array until the loader has arrived. */
    Shanying?: { push(...commands: Command[]): unknown };
    ShanyingPanel?: (env: PanelEnv) => PanelHandle;
  }
}
