import { expect, it } from "vitest";
import { contrastWithWhite } from "../../widget/src/theme";
import css from "./theme.css?raw";

const value = (name: string): string => new RegExp(`${name}: (#[0-9a-f]{6});`).exec(css)?.[1] ?? "";
const hovered = (kind: string): string =>
  new RegExp(`\\.el-button--${kind}:not[^}]*--el-button-hover-bg-color: var\\((--[\\w-]+)\\)`).exec(css)?.[1] ?? "";

it.each(["primary", "success", "warning", "danger"])("white words can be read on a hovered %s button", (kind) => {
  expect(contrastWithWhite(value(`--el-color-${kind}`)) ?? 0).toBeGreaterThanOrEqual(4.5);
  expect(contrastWithWhite(value(hovered(kind))) ?? 0).toBeGreaterThanOrEqual(4.5);
});
