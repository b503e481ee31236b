/**
 * Asks before something that cannot be taken back lightly.
 *
 *   <form method="post" data-confirm="Suspend 12 sites?" data-confirm-action="Suspend">…</form>
 *   <button hx-post="…" hx-confirm="Cancel this job?">…</button>
 */
import { byId, onEach } from "./dom.ts";

let goOn: (() => void) | null = null;

function ask(question: string, action: string | undefined, then: () => void): void {
  byId("confirm-question").textContent = question;
  byId("confirm-yes").textContent = action ?? "Continue";
  goOn = then;
  (byId("confirm-dialog") as HTMLDialogElement).showModal();
}

interface HtmxConfirm {
  question: string | null;
  elt: HTMLElement;
  issueRequest: (skip: boolean) => void;
}

export function startConfirm(): void {
  onEach("click", "#confirm-yes", () => {
    (byId("confirm-dialog") as HTMLDialogElement).close();
    goOn?.();
  });
  onEach("submit", "form[data-confirm]", (form, event) => {
    if (form.dataset["confirmed"]) return;
    event.preventDefault();
    const submitter = (event as SubmitEvent).submitter;
    ask(form.dataset["confirm"] ?? "", form.dataset["confirmAction"], () => {
      form.dataset["confirmed"] = "yes";
      (form as HTMLFormElement).requestSubmit(submitter);
    });
  });
  document.addEventListener("htmx:confirm", (event) => {
    const detail = (event as CustomEvent<HtmxConfirm>).detail;
    if (!detail.question) return;
    event.preventDefault();
    ask(detail.question, detail.elt.dataset["confirmAction"], () => detail.issueRequest(true));
  });
}
