/**
 * Sites dragged onto a territory, or placed by the choice beside them: both open the same dialog.
 *
 *   <li draggable="true" data-place-site="0417">…
 *     <select data-place-choice aria-label="Territory for 0417">…</select>
 *     <button type="button" data-place-button>Place…</button></li>
 *   <li data-place-in="MIDATL3">…</li>
 *   <div id="place-dialog-area" data-place-href="/placement/choose/"></div>
 */
import htmx from "htmx.org";
import { onEach } from "./dom.ts";

const SITE = "[data-place-site]";
const TARGET = "[data-place-in]";
let dragged: HTMLElement | null = null;

function ask(site: string | undefined, territory: string | undefined): void {
  const area = document.getElementById("place-dialog-area");
  if (!area || !site || !territory) return;
  const given = new URLSearchParams({ site, territory, next: location.pathname + location.search });
  void htmx.ajax("get", `${area.dataset["placeHref"] ?? ""}?${given}`, { target: area, swap: "innerHTML" });
}

function mark(target: HTMLElement | null): void {
  for (const each of document.querySelectorAll(`${TARGET}.is-over`)) each.classList.toggle("is-over", each === target);
  target?.classList.add("is-over");
}

export function startPlacementBoard(): void {
  onEach("dragstart", SITE, (site, event) => {
    dragged = site;
    site.classList.add("is-dragged");
    (event as DragEvent).dataTransfer?.setData("text/plain", site.dataset["placeSite"] ?? "");
  });
  onEach("dragend", SITE, (site) => {
    site.classList.remove("is-dragged");
    mark(null);
    dragged = null;
  });
  onEach("dragover", TARGET, (target, event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(target);
  });
  onEach("drop", TARGET, (target, event) => {
    if (!dragged) return;
    event.preventDefault();
    ask(dragged.dataset["placeSite"], target.dataset["placeIn"]);
  });
  onEach("click", "[data-place-button]", (button) => {
    const site = button.closest<HTMLElement>(SITE);
    const choice = site?.querySelector<HTMLSelectElement>("[data-place-choice]");
    ask(site?.dataset["placeSite"], button.dataset["placeTerritory"] ?? choice?.value);
  });
}
