import type { Identity } from "./types";

const FIELDS = ["user_id", "hash", "name", "phone", "email", "level"] as const;

/** The identity of a fragment; undefined when there is none. */
export function identityOf(fragment: string): Identity | undefined {
  const values = new URLSearchParams(fragment.replace(/^#/, ""));
  const identity: Identity = {};
  for (const field of FIELDS) {
    const value = values.get(field);
    if (value) identity[field] = value;
  }
  const token = values.get("jwt");
  if (token) identity.token = token;
  return Object.keys(identity).length > 0 ? identity : undefined;
}
