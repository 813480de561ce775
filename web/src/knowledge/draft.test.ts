import { describe, expect, it } from "vitest";
import { cleanDraft, draftFaults, emptyDraft, sameDraft, sections } from "./draft";

describe("drafts", () => {
  it("are cleaned of blank lines and empty channel answers", () => {
    const draft = { ...emptyDraft(), question: " 怎么退货 ", similar: ["a ", "", " "] };
    draft.answers = [
      { channel: "default", markdown: "好 " },
      { channel: "web", markdown: "  " },
    ];
    expect(cleanDraft(draft)).toMatchObject({
      question: "怎么退货",
      similar: ["a"],
      answers: [{ channel: "default", markdown: "好" }],
    });
  });

  it("are the same when they would be stored alike", () => {
    expect(sameDraft(emptyDraft(), { ...emptyDraft(), similar: [" "] })).toBe(true);
    expect(sameDraft(emptyDraft(), { ...emptyDraft(), audience: "agents" })).toBe(false);
  });

  it("may be saved without an answer but not published", () => {
    const draft = { ...emptyDraft(), question: "怎么退货" };
    expect(draftFaults(draft, false)).toEqual([]);
    expect(draftFaults(draft, true)).toEqual(["answer"]);
    expect(draftFaults({ ...draft, handling: "to_person" }, true)).toEqual([]);
    expect(draftFaults(emptyDraft(), false)).toEqual(["question"]);
  });

  it("must not end before they begin", () => {
    const draft = { ...emptyDraft(), question: "q", valid_from: "2026-02-01T00:00:00Z", valid_to: "2026-01-01T00:00:00Z" };
    expect(draftFaults(draft, false)).toEqual(["dates"]);
  });

  it("become comparable texts", () => {
    const all = sections({ ...emptyDraft(), similar: ["a", "b"] }, () => ["x"]);
    expect(all.find((section) => section.key === "similar")?.text).toBe("a\nb");
    expect(all.at(-1)).toEqual({ key: "settings", text: "x" });
  });
});
