/** Reading answers aloud with the browser's own voice. */
import type { Locale } from "../types";

export class Speech {
  /** Identifies what is being read, so that its button can stop it. */
  current: string | null = null;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  get available(): boolean {
    return typeof speechSynthesis !== "undefined" && typeof SpeechSynthesisUtterance !== "undefined";
  }

  toggle(id: string, text: string, locale: Locale): void {
    if (this.current === id) this.stop();
    else this.read(id, text, locale);
  }

  read(id: string, text: string, locale: Locale): void {
    if (!this.available) return;
    this.stop();
    const utterance = new SpeechSynthesisUtterance(text);
    // The language of the words decides, not that of the buttons.
    utterance.lang = /[\u4e00-\u9fff]/.test(text) ? "zh-CN" : locale;
    utterance.rate = 0.9;
    utterance.onend = utterance.onerror = () => this.finished(id);
    this.current = id;
    this.changed();
    speechSynthesis.speak(utterance);
  }

  stop(): void {
    if (!this.available) return;
    speechSynthesis.cancel();
    if (this.current) this.finished(this.current);
  }

  private finished(id: string): void {
    if (this.current !== id) return;
    this.current = null;
    this.changed();
  }
}
