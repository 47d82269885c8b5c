// A form in a dialog: labels on everything, mistakes beside their fields, nothing typed is ever lost.

import { el } from "./draw.js";
import { say } from "./words.js";

const FEW = 5;
const dialog = document.getElementById("form");

/** Show a form. `send(values)` resolves to { form, errors } when it needs another look, to null when it was taken. */
export function openForm(form, people, send, errors = {}) {
  const status = el("p", { class: "problem", role: "alert", hidden: true });
  const fields = form.fields.map((field) => new Question(field, people));
  const busy = el("button", { type: "submit", class: "primary" }, form.submit);
  const body = el("form", { novalidate: true, autocomplete: "off", submit: submit },
    el("h2", { id: "form-title", tabindex: "-1", dir: "auto" }, form.title),
    form.intro ? el("p", { dir: "auto" }, form.intro) : null,
    status, ...fields.map((field) => field.box),
    el("div", { class: "buttons" }, busy, el("button", { type: "button", click: () => dialog.close() }, form.cancel)));
  let sending = false;

  async function submit(event) {
    event.preventDefault();
    if (sending) return;
    sending = true;
    busy.setAttribute("aria-disabled", "true");
    try {
      const look = await send(Object.fromEntries(fields.map((field) => [field.name, field.value()])));
      if (look) complain(look.errors);
      else dialog.close();
    } catch (failure) {
      tell(failure.message);
    }
    sending = false;
    busy.removeAttribute("aria-disabled");
  }

  function complain(mistakes) {
    tell(say("page.form.errors"));
    fields.forEach((field) => field.complain(mistakes[field.name] ?? ""));
    fields.find((field) => mistakes[field.name])?.focus();
  }

  function tell(sentence) {
    status.hidden = false;
    status.textContent = sentence;
  }

  dialog.replaceChildren(body);
  if (!dialog.open) dialog.showModal();
  if (Object.keys(errors).length) complain(errors);
  else fields[0]?.focus();
}

/** One field: its box on the page, its value, its mistake. */
class Question {
  constructor(field, people) {
    this.name = field.name;
    this.field = field;
    this.id = `field-${field.name}`;
    this.mistake = el("p", { class: "mistake", id: `${this.id}-mistake`, hidden: true });
    const label = field.required ? field.label : say("page.form.optional", { label: field.label });
    const options = field.kind === "person" ? people.map((person) => [person.user, person.name]) : field.options;
    this.box = this.isGroup() ? this.group(label, options) : this.single(label, options);
  }

  isGroup() {
    return this.field.kind === "choices" || (this.field.kind === "choice" && this.field.options.length <= FEW);
  }

  describedBy() {
    return [this.field.hint ? `${this.id}-hint` : "", this.mistake.hidden ? "" : this.mistake.id].filter(Boolean).join(" ");
  }

  hint() {
    return this.field.hint ? el("p", { class: "small", id: `${this.id}-hint`, dir: "auto" }, this.field.hint) : null;
  }

  group(label, options) {
    const type = this.field.kind === "choices" ? "checkbox" : "radio";
    const chosen = [this.field.initial].flat();
    this.inputs = options.map(([value]) => el("input", { type, name: this.id, value, checked: chosen.includes(value) }));
    const rows = options.map(([, text], n) => el("label", { class: "option" }, this.inputs[n], el("span", { dir: "auto" }, text)));
    this.control = el("fieldset", { id: this.id }, el("legend", { dir: "auto" }, label), this.hint(), ...rows, this.mistake);
    this.describe();
    return this.control;
  }

  single(label, options) {
    this.control = this.input(options);
    this.describe();
    return el("div", { class: "field" }, el("label", { for: this.id, dir: "auto" }, label), this.hint(), this.control, this.mistake);
  }

  input(options) {
    const { kind, initial, max_length: most } = this.field;
    if (kind === "choice" || kind === "person") return this.select(options);
    if (kind === "text") return el("textarea", { id: this.id, rows: "4", maxlength: most, dir: "auto" }, initial);
    const type = kind === "line" ? "text" : kind;
    return el("input", { id: this.id, type, value: initial, maxlength: kind === "line" ? most : undefined });
  }

  select(options) {
    const nothing = this.field.kind === "person" ? say("page.form.nobody") : say("page.form.nothing");
    const shown = this.field.required && this.field.initial ? options : [["", nothing], ...options];
    const made = shown.map(([value, text]) => el("option", { value, selected: value === this.field.initial }, text));
    return el("select", { id: this.id }, ...made);
  }

  value() {
    if (!this.inputs) return this.control.value;
    const chosen = this.inputs.filter((input) => input.checked).map((input) => input.value);
    return this.field.kind === "choices" ? chosen : chosen[0] ?? "";
  }

  complain(sentence) {
    this.mistake.textContent = sentence;
    this.mistake.hidden = !sentence;
    for (const place of this.inputs ?? [this.control]) {
      if (sentence) place.setAttribute("aria-invalid", "true");
      else place.removeAttribute("aria-invalid");
    }
    this.describe();
  }

  describe() {
    const ids = this.describedBy();
    if (this.field.required) (this.inputs ?? [this.control]).forEach((place) => place.type !== "checkbox" && place.setAttribute("aria-required", "true"));
    if (ids) this.control.setAttribute("aria-describedby", ids);
    else this.control.removeAttribute("aria-describedby");
  }

  focus() {
    (this.inputs?.[0] ?? this.control).focus();
  }
}
