import { ref } from "vue";

const soundKey = "shanying.sound";
const noticeKey = "shanying.notices";
const lastKey = "shanying.alerted";

export const soundOn = ref(localStorage.getItem(soundKey) !== "off");
export const noticesOn = ref(
  localStorage.getItem(noticeKey) === "on" && "Notification" in window && Notification.permission === "granted",
);
let audio: AudioContext | null = null;

/** Two short rising notes for a new customer, one for a message. */
function beep(kind: "message" | "customer"): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const notes = kind === "customer" ? [660, 880] : [740];
    notes.forEach((frequency, index) => {
      if (!audio) return;
      const at = audio.currentTime + index * 0.16;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.16, at + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.15);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.16);
    });
  } catch {
    // A browser without Web Audio stays silent; the notice and the title still tell.
  }
}

export function setSound(on: boolean): void {
  soundOn.value = on;
  localStorage.setItem(soundKey, on ? "on" : "off");
  if (on) beep("message");
}

/** Turns browser notices on or off; false when the browser refused. */
export async function setNotices(on: boolean): Promise<boolean> {
  let granted = on;
  if (on) granted = "Notification" in window && (await Notification.requestPermission()) === "granted";
  noticesOn.value = granted;
  localStorage.setItem(noticeKey, granted ? "on" : "off");
  return granted || !on;
}

let baseTitle: string | null = null;
let flasher: ReturnType<typeof setInterval> | null = null;

function stopFlash(): void {
  if (flasher) clearInterval(flasher);
  flasher = null;
  if (baseTitle !== null) document.title = baseTitle;
  baseTitle = null;
}

function flashTitle(text: string): void {
  if (document.hasFocus()) return;
  stopFlash();
  baseTitle = document.title;
  let on = false;
  flasher = setInterval(() => {
    on = !on;
    document.title = on ? text : (baseTitle ?? "");
  }, 1000);
  window.addEventListener("focus", stopFlash, { once: true });
}

export interface Alert {
  /** Of the message or the hand-over; the same event in two tabs sounds once. */
  id: string;
  kind: "message" | "customer";
  title: string;
  body: string;
  open: () => void;
}

/** Tells the agent of an event by sound, title and browser notice, as far as he wants them. */
export function alertOf(alert: Alert): void {
  flashTitle(alert.title);
  if (localStorage.getItem(lastKey) === alert.id) return;
  localStorage.setItem(lastKey, alert.id);
  if (soundOn.value) beep(alert.kind);
  if (noticesOn.value && !document.hasFocus()) {
    const notice = new Notification(alert.title, { body: alert.body, tag: alert.id, icon: "/favicon.svg" });
    notice.onclick = () => {
      window.focus();
      alert.open();
      notice.close();
    };
  }
}
