/**
 * Writes src/api/schema.ts, the shapes of the staff API and of the widget's requests, from
 * docs/openapi.json. `node api.mjs --check` only tells whether it is up to date.
 *
 * The document does not require what a request may leave out (null, a default). Answers tell every
 * field, so in each shape that occurs in an answer all are required.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const target = fileURLToPath(new URL("src/api/schema.ts", import.meta.url));
const document = JSON.parse(readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8"));
const { schemas } = document.components;

/** Adds the names of all shapes that `part` leads to. */
function reach(part, names) {
  if (Array.isArray(part)) part.forEach((inner) => reach(inner, names));
  else if (part && typeof part === "object") {
    const name = typeof part.$ref === "string" ? part.$ref.split("/").at(-1) : null;
    if (name && !names.has(name)) {
      names.add(name);
      reach(schemas[name], names);
    }
    Object.values(part).forEach((inner) => reach(inner, names));
  }
}

/** Shapes whose answers leave out what is not so, because there are many of them. */
const sparse = ["Span"];

function complete(part) {
  if (Array.isArray(part)) part.forEach(complete);
  else if (part && typeof part === "object") {
    if (part.properties) part.required = Object.keys(part.properties);
    Object.values(part).forEach(complete);
  }
}

const answered = new Set();
for (const methods of Object.values(document.paths)) {
  for (const operation of Object.values(methods)) reach(operation.responses, answered);
}
for (const name of answered) if (!sparse.includes(name)) complete(schemas[name]);
// Pages repeat the shape of their rows; the client has its own `Page<T>`.
const own = Object.entries(schemas).filter(([name]) => !/^(Page|Items)_/.test(name));
const shapes = { openapi: document.openapi, info: document.info, paths: {}, components: { schemas: Object.fromEntries(own) } };
const tree = await openapiTS(shapes, { emptyObjectsUnknown: true, alphabetize: true });
const head = "/* @generated from docs/openapi.json by `npm run api`. */\n\n";
const text = head + astToString(tree);

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("src/api/schema.ts does not follow docs/openapi.json: run `npm run api` in web/");
  process.exit(1);
}
