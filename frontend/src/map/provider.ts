/** The base map of the setting TOWNSITE_MAP_PROVIDER as a style for MapLibre. */
import { addProtocol, type StyleSpecification } from "maplibre-gl";
import { jsonData } from "../behaviors/dom.ts";
import { isDark } from "./colors.ts";

interface MapConfig {
  kind: "builtin" | "raster" | "style" | "pmtiles" | "azure";
  light: string;
  dark: string;
}

/** The address of the style for the theme of the moment, or the style itself. */
export async function baseStyle(): Promise<string | StyleSpecification> {
  const config = jsonData<MapConfig>("map-config");
  if (!config) throw new Error("The page lacks {% map_config %}.");
  const address = isDark() ? config.dark : config.light;
  return config.kind === "pmtiles" ? protomaps(address) : address;
}

/** A style over an outside PMTiles file; its code is loaded only here. */
async function protomaps(address: string): Promise<StyleSpecification> {
  const [{ Protocol }, { layers, namedFlavor }] = await Promise.all([
    import("pmtiles"),
    import("@protomaps/basemaps"),
  ]);
  addProtocol("pmtiles", new Protocol().tile);
  const text = layers("base", namedFlavor(isDark() ? "dark" : "light"), { lang: "en" });
  return {
    version: 8,
    sources: {
      base: { type: "vector", url: `pmtiles://${address}`, attribution: "© OpenStreetMap contributors" },
    },
    layers: text as StyleSpecification["layers"],
  };
}
