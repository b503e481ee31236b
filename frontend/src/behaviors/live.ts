/**
 * News of other people's change sets while a page is open, by server-sent events.
 *
 *   <div class="live-note" role="status" hidden data-live="http://…/live/" data-live-after="123"
 *        data-live-what="published reverted" data-live-number="12" data-live-territory="D01">
 *     <span data-live-text></span> <a data-live-refresh href="">Refresh</a>
 *   </div>
 *
 * Shows the note for what the page is about; a page that can redraw itself listens to `townsite:live`
 * and calls `preventDefault`. Hidden pages do not listen; they catch up when they are shown again.
 */
import { onLoad } from "./dom.ts";

export interface News {
  number: number;
  title: string;
  what: string;
  by: string;
  mine: boolean;
  territories: string[];
  at: string;
}

/** Whether a note is about this news. */
export function concerns(news: News, { liveWhat, liveNumber, liveTerritory }: DOMStringMap): boolean {
  if (liveWhat && !liveWhat.split(" ").includes(news.what)) return false;
  if (liveNumber) return Number(liveNumber) === news.number;
  return !liveTerritory || news.territories.includes(liveTerritory);
}

export function sentence({ number, title, what, by }: News): string {
  return `Change set ${number}, “${title}” by ${by}, was ${what} just now.`;
}

function tell(note: HTMLElement, news: News): void {
  if (!concerns(news, note.dataset)) return;
  const event = new CustomEvent("townsite:live", { detail: news, cancelable: true });
  const redrawn = !document.dispatchEvent(event);
  const text = note.querySelector("[data-live-text]");
  if (text) text.textContent = redrawn ? `${sentence(news)} The page shows it.` : sentence(news);
  note.querySelector("[data-live-refresh]")?.toggleAttribute("hidden", redrawn);
  note.hidden = false;
}

function listen(note: HTMLElement): void {
  let source: EventSource | null = null;
  let after = note.dataset["liveAfter"] ?? "";
  const open = (): void => {
    source = new EventSource(`${note.dataset["live"]}?after=${after}`, { withCredentials: true });
    source.addEventListener("open", () => note.setAttribute("data-live-open", ""));
    source.addEventListener("change_set", (event) => {
      after = event.lastEventId || after;
      tell(note, JSON.parse(event.data as string) as News);
    });
    // Signed out: the next click leads to the sign-in page, so nothing is asked any more.
    source.addEventListener("over", () => close());
  };
  const close = (): void => {
    source?.close();
    source = null;
    note.removeAttribute("data-live-open");
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else if (!source) open();
  });
  addEventListener("pagehide", close);
  if (!document.hidden) open();
}

export function startLive(): void {
  onLoad("[data-live]:not([data-live=''])", listen);
}
