/** The fields of a form out of a tool's JSON Schema, and the arguments out of what was typed. */
export interface Field {
  name: string;
  label: string;
  required: boolean;
  kind: "text" | "number" | "json";
  options?: string[];
}

export type Values = Record<string, string>;
type Schema = Record<string, unknown>;

/** An optional enumeration is written as one of it and null. */
function plain(schema: Schema): Schema {
  const one = (schema.oneOf ?? schema.anyOf) as Schema[] | undefined;
  const inner = one?.find((part) => part.type !== "null");
  return inner ? { ...inner, description: schema.description ?? inner.description } : schema;
}

export function fieldsOf(schema: Schema): Field[] {
  const required = (schema.required as string[] | undefined) ?? [];
  const properties = (schema.properties as Record<string, Schema> | undefined) ?? {};
  return Object.entries(properties).map(([name, whole]) => {
    const part = plain(whole);
    const types = [part.type].flat();
    const options = (part.enum as unknown[] | undefined)?.filter((one): one is string => typeof one === "string");
    const description = String(whole.description ?? part.description ?? name);
    return {
      name,
      label: description.split(/[\n，。]/)[0] || name,
      required: required.includes(name),
      kind: types.includes("object") || types.includes("array") ? "json" : types.includes("integer") || types.includes("number") ? "number" : "text",
      options: options?.length ? options : undefined,
    };
  });
}

/** What was left empty is not sent. Throws where JSON is expected and something else was typed. */
export function argumentsOf(fields: Field[], values: Values): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const field of fields) {
    const text = (values[field.name] ?? "").trim();
    if (!text) continue;
    given[field.name] = field.kind === "number" ? Number(text) : field.kind === "json" ? (JSON.parse(text) as unknown) : text;
  }
  return given;
}
