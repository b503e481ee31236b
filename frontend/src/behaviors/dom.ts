/** Small typed helpers over the document that every behavior shares. */

/** Listens on the document once, for events inside elements that match `selector`. */
export function onEach<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[K]) => void,
): void {
  document.addEventListener(type, (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const element = target?.closest<HTMLElement>(selector);
    if (element) act(element, event);
  });
}

/** Runs `act` for each match now and in everything that HTMX swaps in later. */
export function onLoad(selector: string, act: (element: HTMLElement) => void): void {
  const run = (root: ParentNode): void => {
    if (root instanceof HTMLElement && root.matches(selector)) act(root);
    for (const element of root.querySelectorAll<HTMLElement>(selector)) act(element);
  };
  run(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target instanceof HTMLElement && event.target !== document.body) run(event.target);
  });
}

/** The element with this id; throws when the page lacks it. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}.`);
  return element;
}

/** Parsed data that Django's `json_script` put under this id, or `null`. */
export function jsonData<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}

/** True while the person types, so that single keys mean letters. */
export function isTyping(event: KeyboardEvent): boolean {
  const element = event.target instanceof HTMLElement ? event.target : null;
  return Boolean(element?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]"));
}

/** False when the person switched single-key shortcuts off (WCAG 2.1.4). */
export function singleKeysAllowed(event: KeyboardEvent): boolean {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  return plain && document.body.dataset["shortcuts"] !== "off" && !isTyping(event);
}
