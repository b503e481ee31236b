/**
 * Says how long ago something was, and keeps it true while the page is open.
 * Without script the date of the server stands there.
 *
 *   <time datetime="2026-11-21T08:00:00Z" data-relative title="…">Nov 21, 2026</time>
 */
import { onLoad } from "./dom.ts";

const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, "second", 1],
  [3_600, "minute", 60],
  [86_400, "hour", 3_600],
  [7 * 86_400, "day", 86_400],
];
const words = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });

/** "5 minutes ago"; `null` past a week, where the date itself says more. */
export function relative(then: Date, now: Date): string | null {
  const seconds = Math.round((then.getTime() - now.getTime()) / 1_000);
  const step = STEPS.find(([limit]) => Math.abs(seconds) < limit);
  return step ? words.format(Math.trunc(seconds / step[2]), step[1]) : null;
}

function refresh(element: HTMLElement): void {
  const said = relative(new Date(element.getAttribute("datetime") ?? ""), new Date());
  if (said) element.textContent = said;
}

export function startTimes(): void {
  onLoad("time[data-relative]", refresh);
  setInterval(() => {
    for (const element of document.querySelectorAll<HTMLElement>("time[data-relative]")) refresh(element);
  }, 60_000);
}
