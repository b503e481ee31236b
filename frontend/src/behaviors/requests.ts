/**
 * HTMX as the portal uses it: a progress bar on top, refusals shown where they belong,
 * and a sentence when the server cannot be reached. Nothing to write in templates.
 */
import htmx from "htmx.org";
import { showToast } from "./toasts.ts";

let running = 0;

function progress(by: number): void {
  running = Math.max(0, running + by);
  document.documentElement.toggleAttribute("data-loading", running > 0);
}

interface Answer {
  xhr: XMLHttpRequest;
  target: HTMLElement;
}

/** The sentence of a problem+json answer, else one that names the status. */
function sentence(xhr: XMLHttpRequest): string {
  if (xhr.getResponseHeader("Content-Type")?.includes("json")) {
    const problem = JSON.parse(xhr.responseText) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? "The request was refused.";
  }
  if (xhr.status === 403) return "You may not do this. Maybe sign in again.";
  if (xhr.status === 404) return "This is no longer there. Reload the page to see what is.";
  return `The server answered with an error (${xhr.status}). Nothing was changed; try again.`;
}

export function startRequests(): void {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowScriptTags = false;
  htmx.config.historyCacheSize = 0;
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    // Forms come back with their messages, conflicts with the merge screen.
    { code: "409|412|422", swap: true },
    { code: "...", swap: false, error: true },
  ];
  document.addEventListener("htmx:beforeRequest", () => progress(1));
  document.addEventListener("htmx:afterRequest", () => progress(-1));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, target } = (event as CustomEvent<Answer>).detail;
    // Suggestions are a courtesy; typing goes on without them.
    if (!target.matches("[data-suggest-list]")) showToast({ level: "error", message: sentence(xhr) });
  });
  document.addEventListener("htmx:sendError", () => {
    showToast({ level: "error", message: "The server cannot be reached. Check the connection; nothing was lost." });
  });
}
