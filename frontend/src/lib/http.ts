/** What a REST door said no with. `message` is a translated sentence; `fields` per form field. */
export class HttpRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string,
    readonly fields: Record<string, string[]>,
  ) {
    super(message);
  }
}

/**
 * Asks a REST door of this server with the page's session.
 * Returns the JSON answer, or null for an empty one. Throws HttpRefusal, or TypeError without a connection.
 */
export async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { accept: "application/json", "x-csrftoken": csrfToken() };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw refusalOf(answer.status, content);
  return content;
}

/** The token that Django compares for writing requests. */
export function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (meta) return meta;
  const field = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value;
  return /(?:^|;\s*)(?:samovar_csrf|csrftoken)=([^;]+)/.exec(document.cookie)?.[1] ?? field ?? "";
}

/** Reads both shapes of errors: `{detail, code, fields?}` and the seeds' `{"field": ["..."]}`. */
export function refusalOf(status: number, content: unknown): HttpRefusal {
  const record = isRecord(content) ? content : {};
  const fields = fieldsOf(isRecord(record.fields) ? record.fields : record);
  const first = Object.values(fields)[0]?.[0];
  const detail = typeof record.detail === "string" ? record.detail : "";
  const code = typeof record.code === "string" ? record.code : "";
  return new HttpRefusal(status, first ?? detail, code, fields);
}

function fieldsOf(record: Record<string, unknown>): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(record)) {
    if (Array.isArray(value)) fields[name] = value.filter((item) => typeof item === "string");
  }
  return fields;
}

/** Is it a JSON object (no array, not null)? */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
