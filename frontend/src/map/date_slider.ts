/** The date of the map: a slider over the days since the first boundary, and a field for one day. */
import { byId } from "../behaviors/dom.ts";

const DAY_MS = 86_400_000;
const WAIT_MS = 250;

const days = (text: string): number => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY_MS);
const text = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Calls `changed` with the day, or "" for today, once the hand rests. */
export function startDateSlider(changed: (day: string) => void): void {
  const range = byId("as-of-range") as HTMLInputElement;
  const field = byId("as-of") as HTMLInputElement;
  const [first, last] = [days(range.dataset["first"] ?? ""), days(range.dataset["last"] ?? "")];
  range.min = String(first);
  range.max = String(last);
  range.value = String(days(field.value));
  let timer = 0;
  const tell = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => changed(field.value === text(last) ? "" : field.value), WAIT_MS);
  };
  const say = (): void => range.setAttribute("aria-valuetext", field.value);
  range.addEventListener("input", () => {
    field.value = text(Number(range.value));
    say();
    tell();
  });
  field.addEventListener("change", () => {
    if (!field.value) field.value = text(last);
    range.value = String(days(field.value));
    say();
    tell();
  });
  say();
}
