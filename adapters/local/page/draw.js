// A message as DOM. Everything a person or the bot wrote becomes a text node; there is no markup in a string anywhere.

import { clock, say } from "./words.js";

/** An element with attributes, properties on it, and children: text or elements. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** The first letters of a name, for a round picture of it. */
export function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => [...(part ?? "")][0] ?? "").join("");
}

/** One line of a conversation. `seen` says who reads, who everybody is, and what a press does. */
export function line(said, seen) {
  const kind = said.from === "" ? "bot" : said.mine ? "mine" : "other";
  const body = said.message ? message(said, seen) : el("p", { class: "typed", dir: "auto" }, said.text);
  const lang = said.message ? said.message.lang : undefined;
  return el("li", { class: `line ${kind}`, id: `line-${said.id}`, tabindex: "-1" },
    el("p", { class: "who" }, ...whoSpoke(said, kind, seen)),
    el("div", { class: "bubble", lang, dir: "auto" }, body),
    kind === "other" ? pointer(said, seen) : null);
}

function whoSpoke(said, kind, seen) {
  const name = kind === "bot" ? say("page.chat.bot") : kind === "mine" ? say("page.chat.you") : seen.nameOf(said.from);
  const edited = said.edited ? el("span", { class: "edited" }, say("page.chat.edited")) : null;
  const mark = kind === "bot" ? el("img", { src: "/page/icon.svg", alt: "", width: "22", height: "22" }) : null;
  const parts = [mark, el("b", {}, name), el("time", { datetime: said.at }, clock(said.at, seen.timeZone, "day")), edited];
  return parts.filter(Boolean);
}

function pointer(said, seen) {
  return el("button", { type: "button", class: "quiet", click: (event) => seen.onPoint(said, event.currentTarget) }, say("page.channel.point"));
}

function message(said, seen) {
  const title = said.message.title ? el("h3", {}, said.message.title) : null;
  return el("div", { class: "message" }, title, ...said.message.blocks.map((block) => DRAWN[block.is](block, said, seen)));
}

function runs(parts) {
  return parts.map((run) => {
    const inner = run.italic ? el("em", {}, run.text) : document.createTextNode(run.text);
    return run.bold ? el("strong", {}, inner) : inner;
  });
}

const DRAWN = {
  prose: (block) => el("p", { dir: "auto" }, ...runs(block.runs)),
  note: (block) => el("p", { class: "small", dir: "auto" }, ...runs(block.runs)),
  points: (block) => el("ul", {}, ...block.items.map((item) => el("li", { dir: "auto" }, ...runs(item)))),
  facts: (block) => el("dl", {}, ...block.pairs.map(([name, value]) => el("div", {}, el("dt", { dir: "auto" }, name), el("dd", { dir: "auto" }, value)))),
  picture: (block, said, seen) => picture(block, seen.fileOf(said, block)),
  document: (block, said, seen) => el("p", {},
    el("a", { class: "document", href: seen.fileOf(said, block), download: block.name }, say("page.file.download", block))),
  choices: (block, said, seen) => el("div", { class: "choices" }, ...block.options.map((option) => choice(option, said, seen))),
  form: (block, said, seen) => el("div", { class: "choices" },
    button(block.open_label, block.number, true, () => seen.onForm(block.form, said))),
};

/** The picture; its words take its place when it cannot be had. */
function picture(block, source) {
  const image = el("img", { src: source, alt: block.alt });
  image.addEventListener("error", () => image.replaceWith(el("p", {}, block.alt)), { once: true });
  return el("figure", {}, image);
}

function choice(option, said, seen) {
  return button(option.label, option.number, option.primary, (event) => seen.onPress(option, said, event.currentTarget));
}

function button(label, number, primary, onPress) {
  return el("button", { type: "button", class: primary ? "primary" : undefined, click: onPress },
    el("span", { class: "number", "aria-hidden": "true" }, String(number)), el("span", { dir: "auto" }, label));
}
