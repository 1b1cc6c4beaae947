// The REST API. The key never leaves this module but in a header.

let key = "";
let onKeyRefused = () => {};

export const takeKey = (given) => { key = given; };
export const dropKey = () => { key = ""; };
export const whenKeyIsRefused = (doing) => { onKeyRefused = doing; };

export class Refusal extends Error {
  constructor(status, body, wait) {
    super(body.error || `The server answered ${status}.`);
    this.status = status;
    this.code = body.code || "";
    this.details = body.details || {};
    this.fieldErrors = this.details.fieldErrors || {};
    if (status === 429 && wait) this.message = `Too many requests; again in ${wait} seconds.`;
  }
}

/** Sends a request with the key; `more` may hold `signal`, `keepalive` and further `headers`. */
export async function ask(method, path, body, { headers = {}, ...more } = {}) {
  const sent = { Authorization: `Bearer ${key}`, ...headers };
  if (body !== undefined) sent["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method, headers: sent, body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", ...more,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, { error: "The server does not answer." });
  }
  if (answer.ok) return answer;
  const refusal = new Refusal(answer.status, await answer.json().catch(() => ({})), answer.headers.get("Retry-After"));
  if (answer.status === 401) onKeyRefused(refusal.message);
  throw refusal;
}

export const askJson = async (...request) => (await ask(...request)).json();

export const pathOf = (id, rest = "") => `/api/documents/${encodeURIComponent(id)}${rest}`;
