/** What the page's template hands to the map: addresses, legend, bounds. */
import { jsonData } from "../behaviors/dom.ts";

export type Bounds = [west: number, south: number, east: number, north: number];
export type Facet = "type" | "status" | "tier" | "health";

export interface LegendEntry {
  facet: Facet;
  value: string;
  label: string;
  color_token: string;
  count: number;
}

export interface Tiles {
  sites: string;
  territories: string;
}

/** Which property of a site's feature a facet reads. */
export const PROPERTY: Record<Facet, string> = {
  type: "facility_type",
  status: "status",
  tier: "tier",
  health: "health",
};

/** The 48 states, for a portfolio without points. */
export const HOME: Bounds = [-125, 24.4, -66.9, 49.4];

const WIDEST_DEGREES = 75;

/** The first view: the results, or the 48 states when far islands would shrink everything. */
export function firstView(results: Bounds | null): Bounds {
  if (!results) return HOME;
  const [west, , east] = results;
  const reachesHome = west < HOME[2] && east > HOME[0];
  return east - west > WIDEST_DEGREES && reachesHome ? HOME : results;
}

export const tiles = (): Tiles => {
  const own = { sites: "/tiles/sites/{z}/{x}/{y}.mvt", territories: "/tiles/territories/{z}/{x}/{y}.mvt" };
  return jsonData<Tiles>("map-tiles") ?? own;
};

export const legend = (): LegendEntry[] => jsonData<LegendEntry[]>("map-legend") ?? [];
