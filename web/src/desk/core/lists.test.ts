import { describe, expect, it } from "vitest";
import type { Agent, Conversation, Message } from "../../api/types";
import { emptyLists, learn, listOf, markRead, reduce, tabOf, waitLevel, type Filter, type Lists } from "./lists";

const me = { id: "agt_1" } as Agent;
const none: Filter = { text: "", group: "", channel: "" };
const counts = { mine: 0, queue: 0, bot: 0, left_messages: 0 };

function conversation(id: string, part: Partial<Conversation> = {}): Conversation {
  return {
    id,
    number: Number(id.slice(4)),
    owner: "agent",
    agent_id: "agt_1",
    channel: { id: "ch_1", name: "官网", kind: "web" },
    customer: { id: `cus_${id}`, name: `客户${id}`, verified: false, avatar: null, level: null, tags: [], online: true },
    subject: "运费多少",
    last_message: null,
    last_seq: 1,
    unread: 0,
    agent_read_seq: 0,
    waiting_since: null,
    created_at: "2026-01-01T00:00:00Z",
    accepted_at: null,
    group_id: null,
    helpers: [],
    ...part,
  } as Conversation;
}
const snapshot = (lists: Lists, mine: Conversation[], queue: Conversation[] = []): Lists =>
  reduce(lists, { t: "snapshot", d: { me, agents: [], counts, mine, queue } }, 0);
const ids = (lists: Lists, tab: Parameters<typeof listOf>[1], sort: Parameters<typeof listOf>[3] = "newest"): string[] =>
  listOf(lists, tab, none, sort).map((one) => one.id);

describe("lists of the desk", () => {
  it("put a conversation where its owner says", () => {
    expect(tabOf(conversation("cnv_1"), "agt_1")).toBe("mine");
    expect(tabOf(conversation("cnv_1", { agent_id: "agt_2" }), "agt_1")).toBeNull();
    const invited = { agent_id: "agt_2", helpers: [{ agent_id: "agt_1", name: "我" }] };
    expect(tabOf(conversation("cnv_1", invited), "agt_1")).toBe("mine");
    expect(tabOf(conversation("cnv_1", { ...invited, owner: "queue", agent_id: null }), "agt_1")).toBe("queue");
    expect(tabOf(conversation("cnv_1", { owner: "left_message" }), "agt_1")).toBe("left_messages");
  });

  it("after a snapshot and frames equal the next snapshot", () => {
    const first = snapshot(emptyLists(), [conversation("cnv_1")], [conversation("cnv_2", { owner: "queue", agent_id: null })]);
    const taken = conversation("cnv_2", { last_seq: 2 });
    const closed = conversation("cnv_1", { owner: "closed", last_seq: 3 });
    const walked = [taken, closed].reduce((lists, one) => reduce(lists, { t: "conversation", d: { conversation: one } }, 0), first);
    const fresh = snapshot(walked, [taken]);
    for (const tab of ["mine", "queue", "closed"] as const) expect(ids(walked, tab)).toEqual(ids(fresh, tab));
    expect(ids(fresh, "mine")).toEqual(["cnv_2"]);
    expect(ids(fresh, "queue")).toEqual([]);
  });

  it("let go of what a colleague took, without learning what is said there", () => {
    const queued = conversation("cnv_2", { owner: "queue", agent_id: null });
    const before = snapshot(emptyLists(), [], [queued]);
    const moved = { conversation_id: "cnv_2", owner: "agent", agent_id: "agt_2", agent_name: "陈" } as const;
    const after = reduce(before, { t: "moved", d: moved }, 0);
    expect(ids(after, "queue")).toEqual([]);
    expect(after.known.cnv_2?.agent_name).toBe("陈");
    // What was given to us comes in full by another frame, which also sounds the bell.
    expect(reduce(before, { t: "moved", d: { ...moved, agent_id: "agt_1" } }, 0)).toBe(before);
  });

  it("forget what a snapshot no longer holds, and keep the pages of other tabs", () => {
    const bot = conversation("cnv_3", { owner: "bot", agent_id: null });
    const before = learn(snapshot(emptyLists(), [conversation("cnv_1")]), [bot]);
    const after = snapshot(before, []);
    expect(ids(after, "mine")).toEqual([]);
    expect(ids(after, "bot")).toEqual(["cnv_3"]);
  });

  it("never let an older picture replace a newer one", () => {
    const lists = learn(emptyLists("agt_1"), [conversation("cnv_1", { last_seq: 5 })]);
    expect(learn(lists, [conversation("cnv_1", { last_seq: 4, subject: "旧" })]).known.cnv_1?.subject).toBe("运费多少");
  });

  it("put the longest wait first, then the newest", () => {
    const at = (minute: number): string => `2026-01-01T00:0${minute}:00Z`;
    const lists = learn(emptyLists("agt_1"), [
      conversation("cnv_1", { last_message: { preview: "", sender_kind: "agent", at: at(9) } }),
      conversation("cnv_2", { waiting_since: at(5) }),
      conversation("cnv_3", { waiting_since: at(2) }),
      conversation("cnv_4", { last_message: { preview: "", sender_kind: "agent", at: at(3) } }),
    ]);
    expect(ids(lists, "mine", "waiting")).toEqual(["cnv_3", "cnv_2", "cnv_1", "cnv_4"]);
  });

  it("filter by words, group and channel, and trust the server's hits", () => {
    const lists = learn(emptyLists("agt_1"), [conversation("cnv_1"), conversation("cnv_2", { group_id: "grp_1" })]);
    const find = (part: Partial<Filter>, found?: Set<string>): string[] =>
      listOf(lists, "mine", { ...none, ...part }, "newest", found).map((one) => one.id);
    expect(find({ text: "客户cnv_2" })).toEqual(["cnv_2"]);
    expect(find({ group: "grp_1" })).toEqual(["cnv_2"]);
    expect(find({ text: "只有服务器知道" }, new Set(["cnv_1"]))).toEqual(["cnv_1"]);
  });

  it("end typing with the message, and follow presence", () => {
    let lists = learn(emptyLists("agt_1"), [conversation("cnv_1")]);
    lists = reduce(lists, { t: "typing", d: { conversation_id: "cnv_1", text: "我想", active: true } }, 1000);
    expect(lists.typing.cnv_1).toEqual({ text: "我想", until: 9000 });
    const message = { conversation_id: "cnv_1", sender: { kind: "customer" } } as Message;
    lists = reduce(lists, { t: "message", d: { message } }, 1000);
    expect(lists.typing.cnv_1).toBeUndefined();
    lists = reduce(lists, { t: "presence", d: { customer_id: "cus_cnv_1", online: false } }, 0);
    expect(lists.known.cnv_1?.customer.online).toBe(false);
  });

  it("mark as read at once", () => {
    const lists = learn(emptyLists("agt_1"), [conversation("cnv_1", { unread: 3, last_seq: 7 })]);
    expect(markRead(lists, "cnv_1", 7).known.cnv_1).toMatchObject({ unread: 0, agent_read_seq: 7 });
  });

  it("grade waits", () => {
    expect([10, 60, 180].map((seconds) => waitLevel(seconds, 60, 180))).toEqual(["fine", "warning", "alarm"]);
  });
});
