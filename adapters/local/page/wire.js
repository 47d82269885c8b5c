// Asking the server, and hearing from it. A failed request is an error with a sentence to show; none waits for ever.

import { lang, say } from "./words.js";

const PATIENCE = 30_000;
const AGAIN = 3_000;

/** An id for one thing a person does; sending it again with the same id does nothing twice. */
export function newId() {
  return crypto.randomUUID();
}

/** GET or, with a body, POST. Throws an Error whose message is a sentence for the person. */
export async function ask(path, body, patience = PATIENCE) {
  const how = { signal: AbortSignal.timeout(patience), headers: { Accept: "application/json" } };
  if (body) Object.assign(how, { method: "POST", body: JSON.stringify(body) }).headers["Content-Type"] = "application/json";
  let answer, told;
  try {
    answer = await fetch(`${path}${path.includes("?") ? "&" : "?"}lang=${lang()}`, how);
    told = await answer.json();
  } catch {
    throw new Error(say("page.problem.network"));
  }
  if (!answer.ok) throw new Error(told.text);
  return told;
}

/** Hear what is new for a person from change `after` on; `onCut` tells when the line is cut, and when it is back. */
export function hear(user, after, onNews, onCut) {
  let source, timer;
  let last = after;
  let cut = false;
  const open = () => {
    source = new EventSource(`/api/stream?as=${encodeURIComponent(user)}&after=${last}`);
    source.onopen = () => {
      if (cut) onCut(false);
      cut = false;
    };
    source.onmessage = (event) => {
      const news = JSON.parse(event.data);
      last = news.change;
      onNews(news);
    };
    source.onerror = () => {
      if (!cut) onCut(true);
      cut = true;
      source.close();
      timer = setTimeout(open, AGAIN);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
