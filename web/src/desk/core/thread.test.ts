import { describe, expect, it } from "vitest";
import type { Message } from "../../api/types";
import { linkParts, plainText } from "./text";
import { change, emptyThread, enqueue, holeAfter, keepable, merge, type Outgoing } from "./thread";

const message = (seq: number, part: Partial<Message> = {}): Message =>
  ({ id: `msg_${seq}`, conversation_id: "cnv_1", seq, client_id: null, content: { type: "text", text: String(seq) }, ...part }) as Message;
const outgoing = (client_id: string, part: Partial<Outgoing> = {}): Outgoing => ({
  client_id,
  conversation_id: "cnv_1",
  content: { type: "text", text: "好" },
  show: { kind: "text", text: "好" },
  state: "sending",
  error: null,
  again: false,
  progress: null,
  created_at: "2026-01-01T00:00:00Z",
  ...part,
});

describe("a thread", () => {
  it("is in order and without doubles, however messages arrive", () => {
    const thread = merge(merge(emptyThread(), [message(3), message(1)]), [message(2), message(3)]);
    expect(thread.messages.map((one) => one.seq)).toEqual([1, 2, 3]);
  });

  it("takes the newer picture of a message", () => {
    const thread = merge(merge(emptyThread(), [message(1)]), [message(1, { feedback: "helpful" })]);
    expect(thread.messages).toHaveLength(1);
    expect(thread.messages[0]?.feedback).toBe("helpful");
  });

  it("sees a hole", () => {
    expect(holeAfter(merge(emptyThread(), [message(4), message(5), message(8)]))).toBe(5);
    expect(holeAfter(merge(emptyThread(), [message(4), message(5)]))).toBeNull();
  });

  it("replaces a pending message by the confirmed one, whichever way it comes", () => {
    const thread = merge(enqueue(emptyThread(), outgoing("a")), [message(1, { client_id: "a" })]);
    expect(thread.pending).toEqual([]);
    expect(enqueue(thread, outgoing("a")).pending).toEqual([]);
  });

  it("holds a client id once", () => {
    const thread = enqueue(enqueue(emptyThread(), outgoing("a")), outgoing("a"));
    expect(thread.pending).toHaveLength(1);
    expect(change(thread, "a", { state: "failed" }).pending[0]?.state).toBe("failed");
  });

  it("keeps over a reload what needs no file", () => {
    expect(keepable([outgoing("a"), outgoing("b", { content: null })]).map((one) => one.client_id)).toEqual(["a"]);
  });
});

describe("text", () => {
  it("finds links and leaves the punctuation of the sentence", () => {
    expect(linkParts("看 https://a.cn/b。谢谢")).toEqual([
      { text: "看 ", href: null },
      { text: "https://a.cn/b", href: "https://a.cn/b" },
      { text: "。谢谢", href: null },
    ]);
    expect(linkParts("javascript:alert(1)")).toEqual([{ text: "javascript:alert(1)", href: null }]);
  });

  it("makes an editable text of an answer", () => {
    const item = (text: string) => [{ type: "paragraph" as const, spans: [{ text }] }];
    expect(plainText([{ type: "paragraph", spans: [{ text: "步骤：" }] }, { type: "list", ordered: true, items: [item("洗脸"), item("涂抹")] }])).toBe(
      "步骤：\n1. 洗脸\n2. 涂抹",
    );
  });
});
