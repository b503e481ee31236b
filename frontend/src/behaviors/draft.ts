/**
 * Keeps what is typed into a form in this browser until it is saved, and offers it again.
 *
 *   <form data-draft="site-0417-edit">… <div data-draft-offer hidden></div> …</form>
 *   <form data-draft-done="site-0417-edit">…</form>   sending this one with step "save" ends the draft
 *
 * Nothing leaves the browser; a draft older than a week is forgotten.
 */
import { onEach, onLoad } from "./dom.ts";

interface Draft {
  at: number;
  version: string;
  fields: Record<string, string>;
}

const WEEK_MS = 7 * 86_400_000;
// These belong to the page, not to the person.
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "version", "step"]);
const keyOf = (name: string): string => `draft:${name}`;

function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement)) continue;
    if (!element.name || NOT_KEPT.has(element.name) || element.type === "file") continue;
    const isCheck = element instanceof HTMLInputElement && element.type === "checkbox";
    fields[element.name] = isCheck ? String(element.checked) : element.value;
  }
  return fields;
}

function fill(form: HTMLFormElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const element = form.elements.namedItem(name);
    if (element instanceof HTMLInputElement && element.type === "checkbox") element.checked = value === "true";
    else if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement) element.value = value;
  }
}

function read(name: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(name)) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < WEEK_MS ? draft : null;
  } catch {
    return null;
  }
}

function keep(form: HTMLFormElement): void {
  const version = String(new FormData(form).get("version") ?? "");
  const draft: Draft = { at: Date.now(), version, fields: fieldsOf(form) };
  try {
    localStorage.setItem(keyOf(form.dataset["draft"] ?? ""), JSON.stringify(draft));
  } catch {
    // A full or forbidden store only means that there is no draft.
  }
}

function button(words: string, css: string, act: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `btn btn-sm ${css}`;
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}

function offer(form: HTMLFormElement, draft: Draft): void {
  const place = form.querySelector<HTMLElement>("[data-draft-offer]");
  if (!place || JSON.stringify(draft.fields) === JSON.stringify(fieldsOf(form))) return;
  const when = new Date(draft.at).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" });
  const words = document.createElement("span");
  words.textContent = `Unsaved input from ${when} is still in this browser. `;
  const close = (): void => place.replaceChildren();
  place.className = "ts-alert";
  place.dataset["tone"] = "blue";
  place.setAttribute("role", "status");
  place.append(
    words,
    button("Restore", "btn-primary", () => {
      fill(form, draft.fields);
      form.setAttribute("data-changed", "");
      close();
      place.hidden = true;
    }),
    button("Discard", "", () => {
      localStorage.removeItem(keyOf(form.dataset["draft"] ?? ""));
      close();
      place.hidden = true;
    }),
  );
  place.hidden = false;
}

export function startDrafts(): void {
  onLoad("form[data-draft]", (element) => {
    const form = element as HTMLFormElement;
    const draft = read(form.dataset["draft"] ?? "");
    // A form that came back with errors holds newer input than the draft.
    if (draft && !form.querySelector(".is-invalid")) offer(form, draft);
  });
  onEach("input", "form[data-draft]", (form) => keep(form as HTMLFormElement));
  document.addEventListener("submit", (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    const name = form?.dataset["draftDone"];
    const submitter = (event as SubmitEvent).submitter;
    if (name && submitter?.getAttribute("value") === "save") localStorage.removeItem(keyOf(name));
  });
}
