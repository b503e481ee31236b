/** Other addresses for the tiles of a map that is already drawn. */
import type { Map, VectorTileSource } from "maplibre-gl";

/**
 * Loads the tiles of each source, by its name, from another address.
 *
 * MapLibre holds a source back from the change of one of its layers to the next frame, and
 * forgets what came for the source meanwhile, new addresses too: so wait for that frame.
 */
export async function reloadTiles(map: Map, addresses: Record<string, string>): Promise<void> {
  map.triggerRepaint();
  await map.once("render");
  for (const [source, address] of Object.entries(addresses)) {
    map.getSource<VectorTileSource>(source)?.setTiles([address]);
  }
}
