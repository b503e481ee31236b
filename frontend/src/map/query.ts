/** The query of the page: the address holds it, the map, the list and the links follow it. */

/** Parameters that only this page understands; the directory never sees them. */
const OWN = ["color"];
const CHANGED = "townsite:query";

export function current(): URLSearchParams {
  return new URLSearchParams(location.search);
}

/** The query as the directory, the tiles and the list understand it. */
export function shared(): URLSearchParams {
  const query = current();
  for (const name of [...OWN, "cursor", "page"]) query.delete(name);
  return query;
}

export function change(edit: (query: URLSearchParams) => void): void {
  const query = current();
  edit(query);
  const text = query.toString();
  history.pushState(null, "", `${location.pathname}${text ? `?${text}` : ""}${location.hash}`);
  announce();
}

export function onChange(act: () => void): void {
  document.addEventListener(CHANGED, act);
}

function announce(): void {
  follow();
  document.dispatchEvent(new Event(CHANGED));
}

/** Links that carry the query along, such as the one to the table. */
function follow(): void {
  const text = shared().toString();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-with-query]")) {
    link.href = `${link.pathname}${text ? `?${text}` : ""}`;
  }
}

export function startQuery(): void {
  follow();
  // The list of the server brings links of its own.
  document.addEventListener("htmx:load", follow);
  let before = location.search;
  addEventListener("popstate", () => {
    // The map writes its position into the hash; only another query means other sites.
    if (location.search !== before) announce();
    before = location.search;
  });
  onChange(() => {
    before = location.search;
  });
}
