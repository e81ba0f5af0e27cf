import { isRecord } from "../../lib/http";

export interface Moment {
  readonly seq: number;
  readonly at: string;
}

export interface Version extends Moment {
  readonly name: string;
}

/** When a page changed; what was before `begins` is forgotten. */
export interface History {
  readonly begins: number;
  readonly moments: readonly Moment[];
  readonly versions: readonly Version[];
}

/** Reads what the server told. */
export function historyOf(told: unknown): History {
  const content = isRecord(told) ? told : {};
  return {
    begins: Number(content.begins ?? 0),
    moments: list(content.moments).map(momentOf),
    versions: list(content.versions).map((one) => ({ ...momentOf(one), name: String(one.name) })),
  };
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function momentOf({ seq, at }: Record<string, unknown>): Moment {
  return { seq: Number(seq), at: String(at) };
}
