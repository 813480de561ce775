/** Answers with a click; the focus does not fall into nothing when the choices go. */
import type { Panel } from "./model";

export function reply({ session, env }: Panel, text: string): void {
  session.send(text);
  // After the form that may lie over the conversation has given the focus back.
  setTimeout(() => env.root.querySelector<HTMLElement>(".log")?.focus({ preventScroll: true }));
}
