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
  group_name: string;
  sites: number;
  revenue_cents: number;
  units: number | null;
  load_percent: number | null;
  balance_percent: number | null;
  drive_minutes: number | null;
  tier_1_percent: number;
  tier_3_percent: number;
  poor_percent: number;
  violations: number;
  types: [label: string, count: number][];
  tiers: [one: number, two: number, three: number];
  bounds: Bounds;
}

export type Measure =
  | "load_percent" | "balance_percent" | "units" | "sites" | "revenue_cents"
  | "tier_1_percent" | "tier_3_percent" | "poor_percent" | "drive_minutes" | "violations";
export type Metric = "territory" | Measure;

export interface Step {
  label: string;
  ink: string;
  count: number;
}

const RAMP = { light: ["#dbe8f9", "#a9c8ef", "#6fa3e0", "#3a7bcb", "#1a4f9c"], dark: ["#1d3557", "#2c5288", "#4377b8", "#6fa3e0", "#b3d2ff"] };
/** Of a load: below the watch mark, watched, full, over. */
const LOAD_INKS = ["#7fb88b", "#c9b458", "#e0883a", "#c22f2f"];
/** Of sites against the mean: too few, in balance, advice, exception, review. */
const BALANCE_INKS = ["#5b9bd5", "#7fb88b", "#c9b458", "#e0883a", "#c22f2f"];
const BROKEN_INKS = ["#7fb88b", "#e0b13a", "#e0883a", "#c22f2f"];
/** None, one, two, three and more rules broken. */
const BROKEN_LIMITS = [1, 2, 3];
const NOTHING = "#9aa5b5";
/** Told of today only, as the rules judge the present. */
const PRESENT = new Set<Metric>(["load_percent", "balance_percent", "units", "drive_minutes"]);

export const figures = (): Figures[] => jsonData<Figures[]>("map-figures") ?? [];

export const dollars = (cents: number): string => {
  const value = cents / 100;
  if (Math.abs(value) >= 1_000_000) return `$${(value / 1_000_000).toFixed(2)}M`;
  return Math.abs(value) >= 10_000 ? `$${Math.round(value / 1_000)}k` : `$${Math.round(value)}`;
};

const number = (value: number): string => (Math.round(value * 10) / 10).toLocaleString("en-US");

/** A value in words; a share in percent where nothing else fits. */
export function words(metric: Measure, value: number | null): string {
  if (value === null) return "not known";
  if (metric === "revenue_cents") return dollars(value);
  if (metric === "drive_minutes") return `${Math.round(value)} min`;
  return metric === "sites" || metric === "units" || metric === "violations" ? number(value) : `${Math.round(value)}%`;
}

/** The upper limits of the classes: the marks of the rules, else equal numbers of territories. */
export function limits(metric: Measure, all: Figures[], marks: Record<string, number[]>): number[] {
  const given = marks[metric];
  if (given) return given;
  if (metric === "violations") return BROKEN_LIMITS;
  const values = all.map((each) => each[metric]).filter((value) => value !== null).sort((a, b) => a - b);
  const at = [1, 2, 3, 4].map((part) => values[Math.floor((part * values.length) / 5)] ?? 0);
  return [...new Set(at)];
}

export function classOf(value: number, tops: number[]): number {
  const at = tops.findIndex((top) => value < top);
  return at < 0 ? tops.length : at;
}

function inks(metric: Measure): string[] {
  if (metric === "load_percent") return LOAD_INKS;
  if (metric === "balance_percent") return BALANCE_INKS;
  if (metric === "violations") return BROKEN_INKS;
  return isDark() ? RAMP.dark : RAMP.light;
}

export function paint(metric: Metric, all: Figures[], marks: Record<string, number[]>): ExpressionSpecification | string {
  if (metric === "territory") return byTerritory();
  const tops = limits(metric, all, marks);
  const pairs = all.flatMap((each) => {
    const value = each[metric];
    return [each.code, value === null ? NOTHING : (inks(metric)[classOf(value, tops)] ?? NOTHING)];
  });
  return pairs.length ? (["match", ["get", "code"], ...pairs, NOTHING] as unknown as ExpressionSpecification) : NOTHING;
}

/** The classes as a legend, with how many territories are in each. */
export function steps(metric: Metric, all: Figures[], marks: Record<string, number[]>): Step[] {
  if (metric === "territory") return [];
  const known = all.map((each) => each[metric]).filter((value) => value !== null);
  const unknown = { label: PRESENT.has(metric) ? "Not known" : "No value", ink: NOTHING, count: all.length - known.length };
  if (!known.length) return [{ ...unknown, label: PRESENT.has(metric) ? "Known for today only" : unknown.label }];
  const tops = limits(metric, all, marks);
  const made = [...tops, null].map((top, at) => ({
    label: range(metric, tops[at - 1], top),
    ink: inks(metric)[at] ?? NOTHING,
    count: known.filter((value) => classOf(value, tops) === at).length,
  }));
  return unknown.count ? [...made, unknown] : made;
}

function range(metric: Measure, from: number | undefined, top: number | null): string {
  const whole = metric === "violations";
  if (top === null) return `${words(metric, from ?? 0)} and more`;
  if (from === undefined) return whole && top === 1 ? "none" : `below ${words(metric, top)}`;
  return whole && top === from + 1 ? words(metric, from) : `${words(metric, from)} to ${words(metric, top)}`;
}

export const swatchInk = (index: number): string => color(`territory-${index % TERRITORY_COLORS}`);
