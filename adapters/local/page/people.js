// The people one can be: big cards at the start, one tap each afterwards, and what each of them was sent.

import { el, initials } from "./draw.js";
import { clock, many, say } from "./words.js";

const HUES = 6;

/** Draw everybody everywhere they stand. `demo` is the page's state, `onPick(user)` becomes somebody. */
export function drawPeople(demo, onPick) {
  const main = demo.people.filter((person) => person.playable);
  const others = demo.people.filter((person) => !person.playable);
  fill("cards", main.map((person) => card(person, demo, onPick)));
  fill("small-cards", others.map((person) => chip(person, demo, onPick)));
  fill("playable", main.map((person) => chip(person, demo, onPick)));
  fill("others", others.map((person) => chip(person, demo, onPick)));
  fill("sent", demo.people.filter((person) => person.user !== demo.you).map((person) => sent(person, demo, onPick)));
  const opener = document.getElementById("others-open");
  if (others.some((person) => person.user === demo.you)) opener.setAttribute("aria-current", "true");
  else opener.removeAttribute("aria-current");
  const you = demo.people.find((person) => person.user === demo.you);
  badge(document.getElementById("chat-badge"), you ? unread(you, demo) : 0);
  badge(document.getElementById("others-badge"), others.reduce((sum, person) => sum + unread(person, demo), 0));
}

/** Replace a list, and keep the keyboard where it was. */
function fill(id, items) {
  const list = document.getElementById(id);
  const held = list.contains(document.activeElement) ? document.activeElement.dataset.user : undefined;
  list.replaceChildren(...items);
  if (held) list.querySelector(`[data-user="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

export function hue(person, demo) {
  return `hue-${Math.max(0, demo.people.indexOf(person)) % HUES}`;
}

function avatar(person, demo) {
  return el("span", { class: `avatar ${hue(person, demo)}`, "aria-hidden": "true" }, initials(person.name));
}

function card(person, demo, onPick) {
  const { user, language } = person;
  return el("li", {}, el("button", { type: "button", class: "card", "data-user": user, click: () => onPick(user) },
    avatar(person, demo), el("span", { class: "card-name" }, person.name), el("span", { class: "card-kind" }, person.kind),
    person.role ? el("span", { class: "card-role", lang: language }, person.role) : null,
    el("span", { class: "card-time" }, there(person, demo)), newBadge(person, demo)));
}

function chip(person, demo, onPick) {
  const { user, name } = person;
  const here = user === demo.you ? "true" : undefined;
  return el("li", {}, el("button", { type: "button", class: "chip", "data-user": user, "aria-current": here, click: () => onPick(user) },
    avatar(person, demo),
    el("span", { class: "chip-words" }, el("span", { class: "chip-name" }, el("span", {}, name.split(" ")[0]), el("span", { class: "wide" }, ` ${name.split(" ").slice(1).join(" ")}`)),
      el("span", { class: "chip-kind" }, person.kind), el("span", { class: "chip-time" }, there(person, demo))),
    newBadge(person, demo)));
}

function sent(person, demo, onPick) {
  const last = demo.sent[person.user];
  return el("li", { class: "sent-to" }, avatar(person, demo),
    el("div", {}, el("h3", {}, person.name), el("p", { class: "small" }, person.kind),
      el("p", { class: "sent-text", lang: last?.lang, dir: "auto" }, last ? last.text : say("page.sent.none")),
      last ? el("p", { class: "small" }, many("page.sent.count", last.count, { time: clock(last.at, person.time_zone) })) : null),
    el("button", { type: "button", "data-user": person.user, click: () => onPick(person.user) }, say("page.sent.look", { name: person.name.split(" ")[0] })));
}

/** "Mon 10:00 in Toronto" */
export function there(person, demo) {
  return say("page.people.local_time", { time: clock(demo.now, person.time_zone, "day"), place: person.place });
}

export function unread(person, demo) {
  return Math.max(0, (demo.sent[person.user]?.count ?? 0) - (demo.seen[person.user] ?? 0));
}

function newBadge(person, demo) {
  const made = el("span", { class: "badge", hidden: true });
  badge(made, unread(person, demo));
  return made;
}

function badge(place, count) {
  place.hidden = count === 0;
  place.replaceChildren(el("span", { "aria-hidden": "true" }, String(count)), el("span", { class: "unseen" }, ` ${many("page.people.unread", count)}`));
}
