/** Colors from the style sheet, so that the map, its legend and the tables share one list. */
import type { ExpressionSpecification } from "maplibre-gl";
import { PROPERTY, type Facet, type LegendEntry } from "./page_data.ts";

export const TERRITORY_COLORS = 10;

export function color(token: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--ts-${token}`).trim();
  return value || "#6b7890";
}

export function isDark(): boolean {
  return document.documentElement.dataset["bsTheme"] === "dark";
}

/** The color of a site by one facet; values the legend lacks are gray. */
export function byFacet(facet: Facet, legend: LegendEntry[]): ExpressionSpecification | string {
  const entries = legend.filter((entry) => entry.facet === facet);
  if (!entries.length) return color("type-hotel");
  const pairs = entries.flatMap((entry) => [entry.value, color(entry.color_token)]);
  const value = ["to-string", ["coalesce", ["get", PROPERTY[facet]], ""]];
  return ["match", value, ...pairs, color("type-other")] as unknown as ExpressionSpecification;
}

export function byTerritory(): ExpressionSpecification {
  const pairs = Array.from({ length: TERRITORY_COLORS }, (_, at) => [at, color(`territory-${at}`)]).flat();
  const index = ["%", ["to-number", ["get", "color_index"], 0], TERRITORY_COLORS];
  return ["match", index, ...pairs, color("territory-9")] as unknown as ExpressionSpecification;
}
