export interface AttributeRow {
  name: string;
  value: string;
}

export function attributeRows(attributes: Record<string, string>): AttributeRow[] {
  return Object.entries(attributes).map(([name, value]) => ({ name, value }));
}

/** The attributes that the rows say; null when a value has no name or a name stands twice. */
export function rowsToAttributes(rows: readonly AttributeRow[]): Record<string, string> | null {
  const attributes: Record<string, string> = {};
  for (const row of rows) {
    const name = row.name.trim();
    const value = row.value.trim();
    if (name === "" && value === "") continue;
    if (name === "" || Object.hasOwn(attributes, name)) return null;
    attributes[name] = value;
  }
  return attributes;
}
