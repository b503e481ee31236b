/** The figures of territories that the server tells, and how a map is colored by one of them. */
import type { ExpressionSpecification } from "maplibre-gl";
import { jsonData } from "../behaviors/dom.ts";
import { byTerritory, color, isDark, TERRITORY_COLORS } from "./colors.ts";
import type { Bounds } from "./page_data.ts";

export interface Figures {
  code: string;
  name: string;
  color_index: number;
  manager: string;
  sites: number;
  revenue_cents: number;
  load_percent: number | null;
  tier_1_percent: number;
  poor_percent: number;
  bounds: Bounds;
}

export type Metric = "territory" | "load_percent" | "sites" | "revenue_cents" | "tier_1_percent" | "poor_percent";

export interface Step {
  label: string;
  ink: string;
}

const RAMP = { light: ["#dbe8f9", "#a9c8ef", "#6fa3e0", "#3a7bcb", "#1a4f9c"], dark: ["#1d3557", "#2c5288", "#4377b8", "#6fa3e0", "#b3d2ff"] };
/** Limit marks of a load: below, near, at and over what a manager can carry. */
const LOAD_LIMITS = [70, 90, 100];
const LOAD_INKS = ["#7fb88b", "#c9b458", "#e0883a", "#c22f2f"];
const NOTHING = "#9aa5b5";

export const figures = (): Figures[] => jsonData<Figures[]>("map-figures") ?? [];

export const dollars = (cents: number): string => {
  const value = cents / 100;
  if (Math.abs(value) >= 1_000_000) return `$${(value / 1_000_000).toFixed(2)}M`;
  return Math.abs(value) >= 10_000 ? `$${Math.round(value / 1_000)}k` : `$${Math.round(value)}`;
};

export function words(metric: Metric, value: number | null): string {
  if (value === null) return "not known";
  if (metric === "revenue_cents") return dollars(value);
  return metric === "sites" ? value.toLocaleString("en-US") : `${Math.round(value)}%`;
}

/** The upper limits of the classes: given for loads, equal numbers of territories otherwise. */
export function limits(metric: Metric, all: Figures[]): number[] {
  if (metric === "load_percent") return LOAD_LIMITS;
  const values = all.map((each) => Number(each[metric as keyof Figures] ?? 0)).sort((a, b) => a - b);
  const at = [1, 2, 3, 4].map((part) => values[Math.floor((part * values.length) / 5)] ?? 0);
  return [...new Set(at)];
}

export function classOf(value: number, tops: number[]): number {
  const at = tops.findIndex((top) => value < top);
  return at < 0 ? tops.length : at;
}

function inks(metric: Metric): string[] {
  if (metric === "load_percent") return LOAD_INKS;
  return isDark() ? RAMP.dark : RAMP.light;
}

export function paint(metric: Metric, all: Figures[]): ExpressionSpecification | string {
  if (metric === "territory") return byTerritory();
  const tops = limits(metric, all);
  const pairs = all.flatMap((each) => {
    const value = each[metric];
    return [each.code, value === null ? NOTHING : (inks(metric)[classOf(value, tops)] ?? NOTHING)];
  });
  return pairs.length ? (["match", ["get", "code"], ...pairs, NOTHING] as unknown as ExpressionSpecification) : NOTHING;
}

/** The classes as a legend; territories' own colors need none, as each is named on the map. */
export function steps(metric: Metric, all: Figures[]): Step[] {
  if (metric === "territory") return [];
  if (metric === "load_percent" && all.every((each) => each.load_percent === null)) {
    return [{ label: "Loads are known for today only", ink: NOTHING }];
  }
  const tops = limits(metric, all);
  return [...tops, null].map((top, at) => {
    const from = tops[at - 1];
    const label = top === null ? `${words(metric, from ?? 0)} and more` : from === undefined ? `below ${words(metric, top)}` : `${words(metric, from)} to ${words(metric, top)}`;
    return { label, ink: inks(metric)[at] ?? NOTHING };
  });
}

export const swatchInk = (index: number): string => color(`territory-${index % TERRITORY_COLORS}`);
