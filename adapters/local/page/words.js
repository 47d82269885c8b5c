// The words of the page: they come from content/phrases/local.toml by way of the server. Nothing visible is written here.

let words = {};
let language = document.documentElement.lang;

/** Take the words of a language into use, and say on the page which language it is. */
export function speak(newWords, newLanguage) {
  words = newWords;
  language = newLanguage;
  document.documentElement.lang = newLanguage;
  document.title = say("page.title");
  fillIn(document);
}

/** The words under a key, with {values} put in. */
export function say(key, values = {}) {
  return (words[key] ?? "").replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/** The words for one, or for several. */
export function many(key, count, values = {}) {
  return say(count === 1 ? `${key}_one` : `${key}_many`, { ...values, count });
}

export function lang() {
  return language;
}

/** Put the words where the HTML asks for them. */
function fillIn(root) {
  for (const place of root.querySelectorAll("[data-words]")) place.textContent = say(place.dataset.words);
  for (const place of root.querySelectorAll("[data-words-label]")) place.setAttribute("aria-label", say(place.dataset.wordsLabel));
}

const SHAPES = {
  hour: { hour: "numeric", minute: "2-digit" },
  day: { weekday: "short", hour: "numeric", minute: "2-digit" },
  date: { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
  long: { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" },
};

/** A moment as a clock on the wall of that time zone shows it. */
export function clock(moment, timeZone, shape = "date") {
  const where = language === "fr" ? "fr-CA" : "en-CA";
  const said = new Intl.DateTimeFormat(where, { ...SHAPES[shape], timeZone }).format(new Date(moment));
  return said.replace(/\b0(?=\d\sh\s)/u, "");
}
