import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Session } from "../src/session";
import { memoryStore, type KeyValue } from "../src/storage";
import { Desk } from "./desk";

let desk: Desk;
let store: KeyValue;
let ids: number;

function session(): Session {
  return new Session({
    token: "chn_token",
    connect: desk.connect,
    store,
    locale: () => "zh-CN",
    page: () => ({ url: "https://shop.example/", title: "店" }),
    newId: () => `c${++ids}`,
  });
}

const texts = (s: Session) =>
  s.state.messages.map((m) => (m.content.type === "text" ? m.content.text : m.content.type));
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function started(): Promise<Session> {
  const s = session();
  s.start();
  await pass(10);
  return s;
}

beforeEach(() => {
  vi.useFakeTimers();
  desk = new Desk();
  store = memoryStore();
  ids = 0;
});
afterEach(() => vi.useRealTimers());

describe("sending", () => {
  it("shows a message at once and confirms it", async () => {
    const s = await started();
    s.send("你好");
    expect(s.state.pending).toHaveLength(1);
    await pass(10);
    expect(s.state.pending).toHaveLength(0);
    expect(texts(s)).toEqual(["你好"]);
  });

  it("keeps the order of what was typed offline and sends it after reconnecting", async () => {
    const s = await started();
    desk.breakLine();
    s.send("一");
    s.send("二");
    s.send("三");
    expect(s.state.phase).toBe("offline");
    await pass(2000);
    expect(desk.messages.map((m) => (m.content as { text: string }).text)).toEqual(["一", "二", "三"]);
    expect(texts(s)).toEqual(["一", "二", "三"]);
    expect(s.state.pending).toHaveLength(0);
  });

  it("does not double a message whose confirmation was lost", async () => {
    const s = await started();
    desk.loseAnswers.add("send");
    s.send("只说一次");
    await pass(5);
    desk.breakLine();
    desk.loseAnswers.clear();
    await pass(2000);
    expect(desk.messages).toHaveLength(1);
    expect(texts(s)).toEqual(["只说一次"]);
    expect(s.state.pending).toHaveLength(0);
  });

  it("takes silence for a dead connection and sends again", async () => {
    const s = await started();
    desk.loseAnswers.add("send");
    s.send("喂");
    await pass(5000);
    desk.loseAnswers.clear();
    await pass(15_000);
    expect(desk.lines.length).toBeGreaterThan(1);
    expect(desk.messages).toHaveLength(1);
    expect(s.state.pending).toHaveLength(0);
  });

  it("finds the outbox again after a reload", async () => {
    const first = await started();
    desk.breakLine();
    first.send("刷新前");
    first.stop();
    const second = await started();
    await pass(10);
    expect(desk.messages).toHaveLength(1);
    expect(texts(second)).toEqual(["刷新前"]);
  });

  it("marks a refused message as failed, goes on with the next, and retries on request", async () => {
    const s = await started();
    desk.refuse.set("send", { code: "invalid.too_long" });
    s.send("太长");
    await pass(10);
    expect(s.state.pending[0]).toMatchObject({ state: "failed", code: "invalid.too_long" });
    desk.refuse.clear();
    s.send("短");
    await pass(10);
    expect(texts(s)).toEqual(["短"]);
    s.retry(s.state.pending[0].client_id);
    await pass(10);
    expect(texts(s)).toEqual(["短", "太长"]);
    expect(s.state.pending).toHaveLength(0);
  });

  it("waits as long as the rate limit asks", async () => {
    const s = await started();
    desk.refuse.set("send", { code: "limit.rate", params: { retry_after_seconds: 3 } });
    s.send("快");
    await pass(10);
    desk.refuse.clear();
    await pass(2000);
    expect(desk.messages).toHaveLength(0);
    await pass(1500);
    expect(desk.messages).toHaveLength(1);
    expect(s.state.pending).toHaveLength(0);
  });

  it("sends nothing before the customer has consented", async () => {
    desk.consentRequired = true;
    const s = await started();
    s.send("先同意");
    await pass(100);
    expect(desk.frames("send")).toHaveLength(0);
    void s.consent();
    await pass(100);
    expect(desk.messages).toHaveLength(1);
  });

  it("asks again when the consent's text changed, and sends then what was refused", async () => {
    const s = await started();
    const refusal = { code: "consent.required", params: { version: "2", text: "新的说明" } };
    desk.refuse.set("send", refusal).set("transfer", refusal);
    s.send("改了之后");
    let asked = false;
    void s.transfer().then(() => (asked = true));
    await pass(100);
    expect(s.state.welcome?.consent).toEqual({ required: true, version: "2", text: "新的说明" });
    expect(s.state.pending.map((item) => item.state)).toEqual(["sending"]);
    // Reading takes as long as it takes.
    await pass(120_000);
    desk.refuse.set("consent", { code: "consent.required", params: { version: "3", text: "更新的说明" } });
    await expect(Promise.all([s.consent(), pass(100)])).rejects.toThrow("consent.required");
    desk.refuse.clear();
    void s.consent();
    await pass(100);
    expect(desk.frames("consent").map((frame) => frame.d)).toEqual([{ version: "2" }, { version: "3" }]);
    expect(texts(s)).toEqual(["改了之后"]);
    expect(asked).toBe(true);
    expect(s.state.pending).toHaveLength(0);
  });

  it("leaves the outbox of another tab alone", async () => {
    desk.socketWorks = false;
    const one = session();
    const two = session();
    one.send("甲");
    two.send("乙");
    expect(store.keys("out:").sort()).toEqual(["c1", "c2"]);
  });
});

describe("receiving", () => {
  it("shows a pushed message once even if it comes twice", async () => {
    const s = await started();
    const message = desk.say("bot", "您好");
    desk.push({ t: "message", d: { message } });
    expect(texts(s)).toEqual(["您好"]);
  });

  it("orders by number, not by arrival", async () => {
    const s = await started();
    const first = desk.say("bot", "一", false);
    desk.say("bot", "二");
    desk.push({ t: "message", d: { message: first } });
    await pass(1000);
    expect(texts(s)).toEqual(["一", "二"]);
    expect(desk.frames("history")).toHaveLength(0);
  });

  it("asks for what a lost push left out", async () => {
    const s = await started();
    desk.say("bot", "一");
    for (const text of ["二", "三", "四", "五", "六", "七", "八"]) desk.say("agent", text, false);
    desk.say("agent", "九");
    await pass(1000);
    expect(texts(s)).toEqual(["一", "二", "三", "四", "五", "六", "七", "八", "九"]);
  });

  it("notices a lost push by the conversation's last number", async () => {
    const s = await started();
    desk.say("bot", "一");
    desk.say("agent", "二", false);
    desk.push({ t: "conversation", d: { conversation: { ...desk.conversation } } });
    await pass(1000);
    expect(texts(s)).toEqual(["一", "二"]);
  });

  it("asks only once for the number of an internal note", async () => {
    const s = await started();
    desk.say("agent", "一");
    desk.note();
    desk.say("agent", "三");
    await pass(1000);
    desk.say("agent", "四");
    await pass(5000);
    expect(texts(s)).toEqual(["一", "三", "四"]);
    expect(desk.frames("history")).toHaveLength(1);
  });

  it("resumes after the last message and gets what was missed", async () => {
    const s = await started();
    desk.say("bot", "一");
    desk.breakLine();
    desk.say("agent", "二", false);
    desk.say("agent", "三", false);
    await pass(2000);
    expect(texts(s)).toEqual(["一", "二", "三"]);
    const hello = desk.frames("hello")[1].d as { after: unknown; visitor_secret: string };
    expect(hello.after).toEqual({ conversation_id: "cnv_1", seq: 1 });
    expect(hello.visitor_secret).toBe("vis_secret");
    expect(desk.frames("history")).toHaveLength(0);
  });

  it("fills the end of the old conversation when a new one was opened meanwhile", async () => {
    const s = await started();
    desk.say("bot", "旧一");
    desk.breakLine();
    desk.say("system", "旧二", false);
    desk.open("cnv_2");
    desk.say("bot", "新一", false);
    await pass(3000);
    expect(texts(s)).toEqual(["旧一", "旧二", "新一"]);
  });

  it("loads older messages until there are none", async () => {
    for (let i = 1; i <= 38; i += 1) desk.say("bot", String(i), false);
    const s = session();
    s.start();
    await pass(10);
    expect(s.state.messages).toHaveLength(30);
    const load = async () => {
      const loading = s.loadOlder();
      await pass(10);
      await loading;
    };
    await load();
    expect(s.state.messages).toHaveLength(35);
    await load();
    expect(s.state.messages).toHaveLength(38);
    expect(s.state.hasOlder).toBe(false);
  });

  it("counts unread messages until the panel is looked at", async () => {
    const s = await started();
    desk.say("agent", "在吗");
    expect(s.state.unread).toBe(1);
    s.setVisible(true);
    await pass(10);
    expect(s.state.unread).toBe(0);
    expect(desk.frames("read")[0].d).toEqual({ seq: 1 });
    desk.say("agent", "您好");
    expect(s.state.unread).toBe(0);
  });
});

describe("connecting", () => {
  it("falls back to long polling when the socket fails twice", async () => {
    desk.socketWorks = false;
    const s = session();
    s.start();
    s.send("能到吗");
    await pass(5000);
    expect(desk.lines.map((line) => line.kind)).toEqual(["socket", "socket", "poll"]);
    expect(s.state.phase).toBe("online");
    expect(desk.messages).toHaveLength(1);
  });

  it("tries the socket again after the poll link is lost", async () => {
    desk.socketWorks = false;
    const s = session();
    s.start();
    await pass(5000);
    desk.socketWorks = true;
    desk.breakLine();
    await pass(5000);
    expect(desk.line.kind).toBe("socket");
    expect(s.state.phase).toBe("online");
  });

  it("backs off while the server is away", async () => {
    desk.refuse.set("hello", { code: "internal" });
    const s = session();
    s.start();
    await pass(60_000);
    expect(desk.lines.length).toBeLessThan(12);
    desk.refuse.clear();
    await pass(60_000);
    expect(s.state.phase).toBe("online");
  });

  it("forgets a secret that the server does not know", async () => {
    store.set("secret", "old");
    desk.refuse.set("hello", { code: "visitor.bad_secret" });
    const s = session();
    s.start();
    await pass(2);
    desk.refuse.clear();
    await pass(50);
    expect(s.state.phase).toBe("online");
    expect(store.get("secret")).toBe("vis_secret");
  });

  it("stops when the channel refuses this page", async () => {
    desk.refuse.set("hello", { code: "visitor.origin_refused" });
    const s = session();
    s.start();
    await pass(120_000);
    expect(s.state).toMatchObject({ phase: "refused", refusal: "visitor.origin_refused" });
    expect(desk.lines).toHaveLength(1);
  });

  it("repeats a request for a person after reconnecting, but not the end", async () => {
    const s = await started();
    desk.breakLine();
    const person = s.transfer();
    await expect(s.end()).rejects.toMatchObject({ code: "offline" });
    await pass(3000);
    await expect(person).resolves.toBeDefined();
    expect(desk.frames("transfer")).toHaveLength(1);
  });

  it("notices a silent connection", async () => {
    await started();
    await pass(120_000);
    expect(desk.lines.length).toBeGreaterThan(1);
    expect(desk.frames("ping").length).toBeGreaterThan(1);
  });

  it("does not give one customer's history to the next", async () => {
    const s = await started();
    s.identify({ user_id: "u1", hash: "x" });
    await pass(100);
    desk.say("agent", "给甲的");
    s.identify({ user_id: "u2", hash: "y" });
    const before = desk.frames("hello").length;
    await pass(100);
    const hello = desk.frames("hello")[before].d as Record<string, unknown>;
    expect(hello.visitor_secret).toBeUndefined();
    expect(hello.after).toBeUndefined();
  });
});
