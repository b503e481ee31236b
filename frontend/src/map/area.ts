/**
 * The area filter as it stands in the address.
 *
 *   area=-84.40,33.70;-84.30,33.70;-84.30,33.80      a ring of longitude,latitude; closed by itself
 *   near=-84.388,33.749,80467                         longitude,latitude,meters
 */
export type Position = [lon: number, lat: number];
export type Area = { kind: "ring"; ring: Position[] } | { kind: "circle"; center: Position; meters: number };

const EARTH_METERS = 6_371_008.8;
const RING_POINTS = 80;
const CIRCLE_POINTS = 72;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

export function writeArea(area: Area | null, query: URLSearchParams): void {
  query.delete("area");
  query.delete("near");
  if (area?.kind === "ring") {
    const ring = thinned(area.ring, RING_POINTS);
    query.set("area", ring.map(([lon, lat]) => `${lon.toFixed(4)},${lat.toFixed(4)}`).join(";"));
  } else if (area?.kind === "circle") {
    const [lon, lat] = area.center;
    query.set("near", `${lon.toFixed(5)},${lat.toFixed(5)},${Math.round(area.meters)}`);
  }
}

export function readArea(query: URLSearchParams): Area | null {
  const near = (query.get("near") ?? "").split(",").map(Number);
  const [lon, lat, meters] = near;
  if (near.length === 3 && near.every(Number.isFinite)) {
    return { kind: "circle", center: [lon ?? 0, lat ?? 0], meters: meters ?? 0 };
  }
  const ring = (query.get("area") ?? "").split(";").map((pair) => pair.split(",").map(Number) as Position);
  const sound = ring.length >= 3 && ring.every((at) => at.length === 2 && at.every(Number.isFinite));
  return sound ? { kind: "ring", ring } : null;
}

/** The closed outline for drawing. */
export function outline(area: Area): Position[] {
  if (area.kind === "circle") return circle(area.center, area.meters);
  const [first] = area.ring;
  return first ? [...area.ring, first] : [];
}

/** Points at equal great-circle distance (haversine formula solved for the target point). */
export function circle([lon, lat]: Position, meters: number): Position[] {
  const reach = meters / EARTH_METERS;
  return Array.from({ length: CIRCLE_POINTS + 1 }, (_, at) => {
    const bearing = (2 * Math.PI * at) / CIRCLE_POINTS;
    const sine = Math.sin(radians(lat)) * Math.cos(reach) + Math.cos(radians(lat)) * Math.sin(reach) * Math.cos(bearing);
    const east = Math.sin(bearing) * Math.sin(reach) * Math.cos(radians(lat));
    const north = Math.cos(reach) - Math.sin(radians(lat)) * sine;
    return [lon + degrees(Math.atan2(east, north)), degrees(Math.asin(sine))];
  });
}

/** Great-circle distance in meters (haversine). */
export function distance([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const [a, b] = [radians(lat1), radians(lat2)];
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_METERS * Math.asin(Math.sqrt(half));
}

/** At most `most` points of a freehand ring, those kept that bend it the most (Visvalingam 1993). */
export function thinned(ring: Position[], most: number): Position[] {
  const points = [...ring];
  while (points.length > most) {
    const areas = points.map((point, at) => triangle(points.at(at - 1), point, points[(at + 1) % points.length]));
    points.splice(areas.indexOf(Math.min(...areas)), 1);
  }
  return points;
}

function triangle(a: Position | undefined, b: Position, c: Position | undefined): number {
  if (!a || !c) return Number.POSITIVE_INFINITY;
  return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
}
