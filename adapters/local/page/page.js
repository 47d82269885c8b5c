// The page: who you are, what you see, what you do. Everything it knows came from /api/state and the stream after it.

import { el, initials, line } from "./draw.js";
import { openForm } from "./form.js";
import { drawPeople, hue, there, unread } from "./people.js";
import { ask, hear, newId } from "./wire.js";
import { clock, lang, many, say, speak } from "./words.js";

const CHANNEL = "channel";
const A_LONG_MOVE = 180_000;
const NEAR_THE_END = 120;
const SUGGESTED = {
  chat: ["page.chat.try_word", "page.chat.try_role", "page.chat.try_help"],
  channel: ["page.channel.try_word"],
};

const SMALL = matchMedia("(max-width: 52rem)");
const STANDS_STILL = matchMedia("(min-height: 34rem)");
const $ = (id) => document.getElementById(id);
const demo = { you: "", tab: "chat", people: [], sent: {}, now: "", lines: new Map(), seen: remembered(), drafts: {} };
let stop = () => {};
let turns = 0;
let failed = { text: "", id: "" };
const view = { atEnd: true, follows: false, first: "" };

// -- where we are: #user/tab

async function goWhereTheAddressSays() {
  const [user = "", tab = "chat"] = location.hash.slice(1).split("/").map(decodeURIComponent);
  const known = ["chat", CHANNEL, "sent"].includes(tab) ? tab : "chat";
  if (user !== demo.you || !demo.people.length) await become(user);
  showTab(known);
}

function pick(user) {
  const tab = demo.tab === CHANNEL ? CHANNEL : "chat";
  location.hash = `${encodeURIComponent(user)}/${tab}`;
}

async function become(user) {
  if (!(await see(user))) return;
  tell("");
  complain("");
  $("name").focus({ preventScroll: true });
}

/** Look through somebody's eyes from now on. False when that did not work, or somebody else was picked meanwhile. */
async function see(user) {
  const turn = ++turns;
  keepDraft();
  try {
    const seen = await ask(`/api/state?as=${encodeURIComponent(user)}`);
    if (turn !== turns) return false;
    stop();
    take(seen);
  } catch (failure) {
    tell(failure.message);
    return false;
  }
  if (user) stop = hear(user, demo.change, heardNews, lineIsCut);
  return true;
}

function take(seen) {
  Object.assign(demo, { you: seen.you, people: seen.people, sent: seen.sent, now: seen.now, change: seen.change });
  demo.fresh = demo.you ? unread(you(), demo) : 0;
  demo.lines = new Map(seen.lines.map((said) => [said.id, said]));
  speak(seen.words, seen.lang);
  $("welcome").hidden = Boolean(demo.you);
  for (const id of ["talk", "clock"]) $(id).hidden = !demo.you;
  document.body.classList.toggle("talking", Boolean(demo.you));
  $("text").value = demo.drafts[demo.you] ?? "";
  if (SMALL.matches) shut();
  drawAll();
}

const you = () => demo.people.find((person) => person.user === demo.you);
const place = () => (demo.tab === CHANNEL ? CHANNEL : demo.you);

// -- what is seen

function drawAll() {
  markSeen();
  drawPeopleIfChanged();
  if (!demo.you) return;
  drawYou();
  drawClock();
}

function drawYou() {
  const person = you();
  $("avatar").className = `avatar ${hue(person, demo)}`;
  $("avatar").textContent = initials(person.name);
  $("name").textContent = person.name;
  $("part").textContent = person.role || person.kind;
  $("kind").textContent = person.kind;
  $("here").textContent = there(person, demo);
}

function drawClock() {
  const person = you();
  $("clock-where").textContent = say("page.clock.now", { place: person.place });
  $("clock-place").textContent = person.place;
  $("clock-date").textContent = clock(demo.now, person.time_zone, "date");
  $("clock-day").textContent = clock(demo.now, person.time_zone, "day");
  $("clock-time").dateTime = demo.now;
}

function showTab(tab) {
  demo.tab = tab;
  if (!demo.you) return;
  for (const button of document.querySelectorAll("[data-tab]")) {
    if (button.dataset.tab === tab) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  $("say-view").hidden = tab === "sent";
  $("sent-view").hidden = tab !== "sent";
  if (tab !== "sent") drawLog();
  markSeen();
  drawPeopleIfChanged();
}

/** A list that is drawn again loses a screen reader's place, so only when it says something else. */
function drawPeopleIfChanged() {
  const told = JSON.stringify([demo.you, lang(), demo.people, demo.sent, demo.seen, demo.now.slice(0, 16)]);
  if (told !== demo.drawn) drawPeople(demo, pick);
  demo.drawn = told;
}

/** The whole conversation at once: not read out, because nothing of it is new. */
function drawLog() {
  const log = $("log");
  const area = demo.tab === CHANNEL ? "channel" : "chat";
  $("spoken").setAttribute("aria-live", "off");
  log.replaceChildren(...linesHere().map((said) => line(said, reader())));
  $("say-title").textContent = area === "chat" ? say("page.chat.log") : say("page.channel.log");
  for (const id of ["spoken", "scroll"]) $(id).setAttribute("aria-label", $("say-title").textContent);
  $("note").textContent = area === "chat" ? say("page.chat.note", { name: you().name }) : say("page.channel.note");
  $("part-here").textContent = area === "chat" ? you().role : "";
  $("text").placeholder = area === "chat" ? say("page.write.chat") : say("page.write.channel");
  drawSuggestions(area);
  toTheEnd(area === "chat" ? firstUnread() : undefined);
  setTimeout(() => $("spoken").setAttribute("aria-live", "polite"), 200);
}

const linesHere = () => [...demo.lines.values()].filter((said) => said.place === place()).sort((a, b) => a.seq - b.seq);

/** Where reading goes on: the first line the bot wrote since this chat was last looked at. */
function firstUnread() {
  const lines = linesHere().filter((said) => said.from === "");
  const first = demo.fresh ? lines.at(-Math.min(demo.fresh, lines.length)) : undefined;
  Object.assign(view, { follows: false, first: "" });
  demo.fresh = 0;
  return first && $(`line-${first.id}`);
}

function drawSuggestions(area) {
  const here = linesHere();
  $("empty").textContent = here.length ? "" : area === "chat" ? say("page.chat.empty") : say("page.channel.empty");
  const wanted = here.some((said) => said.mine) ? [] : SUGGESTED[area];
  $("try").replaceChildren(...wanted.map((key) => el("button", { type: "button", class: "quiet", click: () => speakUp(say(key)) }, say(key))));
}

function reader() {
  return {
    timeZone: you().time_zone,
    nameOf: (user) => demo.people.find((person) => person.user === user)?.name ?? user,
    fileOf: (said, block) => `/api/file?as=${encodeURIComponent(demo.you)}&ref=${said.id}.${block.file}`,
    onPress: press,
    onForm: (form, said) => showForm(form, {}, said.id),
    onPoint: (said, button) => once(button, () => act("point", { line: said.id })),
  };
}

// -- what is new

function heardNews(news) {
  demo.change = news.change;
  demo.now = news.now;
  if (news.sent) demo.sent = news.sent;
  for (const said of news.lines ?? []) upsert(said);
  drawAll();
}

function upsert(said) {
  const old = $(`line-${said.id}`);
  if (said.taken) {
    demo.lines.delete(said.id);
    old?.remove();
    return;
  }
  demo.lines.set(said.id, said);
  if (demo.tab === "sent" || said.place !== place()) return;
  if (said.mine && !old) view.follows = false;
  if (view.follows && !old) view.first ||= said.id;
  const near = said.mine || view.atEnd || view.follows;
  const drawn = line(said, reader());
  if (!old) insertInOrder(drawn, said);
  else replaceLine(old, drawn);
  drawSuggestions(demo.tab === CHANNEL ? "channel" : "chat");
  if (near) toTheEnd((view.follows && $(`line-${view.first}`)) || drawn);
}

function insertInOrder(drawn, said) {
  const after = [...$("log").children].find((item) => (demo.lines.get(item.id.slice(5))?.seq ?? 0) > said.seq);
  $("log").insertBefore(drawn, after ?? null);
}

function replaceLine(old, drawn) {
  const held = old.contains(document.activeElement);
  old.replaceWith(drawn);
  if (held) drawn.focus({ preventScroll: true });
}

/** What moves: the conversation, or in a low window the whole page. */
const scroller = () => (STANDS_STILL.matches ? $("scroll") : document.scrollingElement);

function nearTheEnd() {
  const scroll = scroller();
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_THE_END;
}

/** Show the end; when what is new does not fit, its beginning. */
function toTheEnd(first) {
  const scroll = scroller();
  scroll.scrollTop = scroll.scrollHeight;
  const top = STANDS_STILL.matches ? scroll.getBoundingClientRect().top : 0;
  if (first && first.getBoundingClientRect().top < top) first.scrollIntoView({ block: "start" });
}

/** The demo may have been started anew while we were away, so everything is asked for again. */
async function lineIsCut(cut) {
  if (cut) return tell(say("page.problem.reconnecting"));
  if (!(await see(demo.you))) return;
  showTab(demo.tab);
  tell("");
}

function markSeen() {
  if (!demo.you || demo.tab !== "chat") return;
  demo.seen[demo.you] = demo.sent[demo.you]?.count ?? 0;
  try {
    sessionStorage.setItem("interlude-seen", JSON.stringify(demo.seen));
  } catch {
    return;
  }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem("interlude-seen")) ?? {};
  } catch {
    return {};
  }
}

// -- what is done

async function act(verb, body, id = newId()) {
  const { reply } = await ask(`/api/${verb}`, { as: demo.you, id, ...body });
  if (reply?.is === "form") return reply;
  if (reply?.is === "notice") tell(reply.text);
  return null;
}

/** Words stay in the box until they have arrived; sent again after a failure, they carry the same id. */
async function speakUp(text) {
  if (!text.trim()) return complain(say("page.problem.empty"));
  const user = demo.you;
  const where = demo.tab === CHANNEL ? CHANNEL : "";
  const id = failed.text === `${user}${where}${text}` ? failed.id : newId();
  busy($("write"), true);
  tell("");
  try {
    const reply = await act("say", { text, where }, id);
    failed = { text: "", id: "" };
    complain("");
    if ($("text").value === text) $("text").value = "";
    if (reply) showForm(reply.form, reply.errors, "");
  } catch (failure) {
    failed = { text: `${user}${where}${text}`, id };
    if (!$("text").value) $("text").value = text;
    complain(failure.message);
  }
  busy($("write"), false);
  grow();
}

function press(option, said, button) {
  return once(button, async () => {
    const reply = await act("press", { value: option.value, line: said.id, opens_form: option.opens_form });
    if (reply) showForm(reply.form, reply.errors, said.id);
  });
}

/** Do something for a button, once at a time, and say so if it fails. */
async function once(button, deed) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await deed();
    complain("");
  } catch (failure) {
    complain(failure.message);
  }
  button.removeAttribute("aria-disabled");
}

function showForm(form, errors, onLine) {
  let id = newId();
  openForm(form, demo.people, async (fields) => {
    const look = await act("submit", { value: form.value, label: form.submit, line: onLine, fields }, id);
    id = newId();
    return look;
  }, errors);
}

async function moveTime(button) {
  await once(button, async () => {
    tell(say("page.clock.moving"));
    Object.assign(view, { follows: true, first: "" });
    const moves = document.querySelectorAll("[data-move]");
    moves.forEach((other) => other.setAttribute("aria-disabled", "true"));
    try {
      const { sent, now } = await ask("/api/clock", { id: newId(), move: button.dataset.move }, A_LONG_MOVE);
      demo.now = now;
      drawAll();
      const time = clock(now, you().time_zone, "long");
      tell(sent === 0 ? say("page.clock.sent_none", { time }) : many("page.clock.sent", sent, { time }));
    } catch (failure) {
      tell(failure.message);
    } finally {
      moves.forEach((other) => other.removeAttribute("aria-disabled"));
    }
  });
}

// -- small things

function tell(sentence) {
  $("status").textContent = sentence;
}

function complain(sentence) {
  $("problem").hidden = !sentence;
  $("problem").textContent = sentence;
}

function busy(place, isBusy) {
  place.setAttribute("aria-busy", String(isBusy));
}

function keepDraft() {
  if (demo.you) demo.drafts[demo.you] = $("text").value;
}

function grow() {
  const box = $("text");
  box.rows = Math.min(6, Math.max(1, box.value.split("\n").length, Math.ceil(box.value.length / Math.max(20, box.clientWidth / 10))));
}

/** Open or shut what a button stands for. */
function toggle(button, open) {
  button.setAttribute("aria-expanded", String(open));
  if (button.id === "clock-open") $("clock").classList.toggle("open", open);
  else $("others").hidden = !open;
}

/** Shut what lies open over the conversation; the keyboard goes back to the button that opened it. */
function shut() {
  for (const button of document.querySelectorAll('[aria-expanded="true"]')) {
    const inside = $(button.getAttribute("aria-controls")).contains(document.activeElement);
    toggle(button, false);
    if (inside) button.focus();
  }
}

$("write").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("write").getAttribute("aria-busy") !== "true") speakUp($("text").value);
});
$("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("write").requestSubmit();
});
$("text").addEventListener("input", grow);
$("text").addEventListener("focus", () => SMALL.matches && shut());
for (const button of [$("others-open"), $("clock-open")]) {
  button.addEventListener("click", () => toggle(button, button.getAttribute("aria-expanded") !== "true"));
}
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && SMALL.matches && !$("form").open) shut();
});
for (const button of document.querySelectorAll("[data-move]")) button.addEventListener("click", () => moveTime(button));
for (const button of document.querySelectorAll("[data-tab]")) {
  button.addEventListener("click", () => (location.hash = `${encodeURIComponent(demo.you)}/${button.dataset.tab}`));
}
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  (demo.you ? $("name") : $("main")).focus();
});
for (const place of [$("scroll"), window]) place.addEventListener("scroll", () => (view.atEnd = nearTheEnd()));
new ResizeObserver(() => view.atEnd && toTheEnd()).observe($("scroll"));
addEventListener("hashchange", goWhereTheAddressSays);
goWhereTheAddressSays();
