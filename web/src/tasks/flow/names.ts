/** Names of nodes, conditions and values as people read them. */
import { useI18n } from "vue-i18n";
import type { FlowAbout, FlowEdge, FlowNode, FlowTest, Task } from "../../api/types";
import { slotName, summary } from "./nodes";

export function useNames(task: () => Task) {
  const { t, locale } = useI18n();

  /** What stands on a node whose words are shown beneath. */
  function heading(node: FlowNode): string {
    if (node.title) return node.title;
    const type = t(`flow.type.${node.kind.type}`);
    return node.kind.type === "ask" || node.kind.type === "set" ? `${type} ${slotName(task(), node.kind.slot, locale.value)}` : type;
  }

  /** What a node is called where nothing else tells it from others. */
  function nodeName(node: FlowNode): string {
    if (node.title || node.kind.type === "ask" || node.kind.type === "set") return heading(node);
    const text = summary(task(), node, locale.value);
    const short = text.length > 12 ? `${text.slice(0, 12)}…` : text;
    return short ? `${t(`flow.type.${node.kind.type}`)} ${short}` : t(`flow.type.${node.kind.type}`);
  }

  function valueName(about: FlowAbout, value: string): string {
    if (about.type === "outcome") return t(`flow.outcome.${value}`);
    if (about.type === "weekday") return t(`flow.weekday.${value}`);
    if (value === "yes" || value === "no") return t(`tasks.${value}`);
    return value;
  }

  function testName(test: FlowTest): string {
    const about = test.about;
    const values = (test.values ?? []).map((value) => valueName(about, value)).join(" / ");
    let subject = about.type === "attribute" ? about.name : t(`flow.about.${about.type}`);
    if (about.type === "slot") subject = slotName(task(), about.slot, locale.value);
    // An outcome or a value says enough by itself.
    if ((about.type === "outcome" || about.type === "slot") && (test.compare ?? "is") === "is") return values || subject;
    return `${subject} ${t(`flow.compare.${test.compare ?? "is"}`)} ${values}`.trim();
  }

  /** The words on an edge; the default of a node that branches says so. */
  function edgeName(node: FlowNode, edge: FlowEdge): string {
    if (edge.when.length > 0) return edge.when.map(testName).join(" · ");
    return node.edges.length > 1 ? t("flow.else") : "";
  }

  return { heading, nodeName, valueName, edgeName };
}
