/**
 * A file field on which a file can also be dropped; says its name and size.
 *
 *   <label class="file-drop" data-file-drop>
 *     <input type="file" name="file" class="visually-hidden"> Drop a file here or choose one
 *     <span data-file-name></span>
 *   </label>
 */
import { onEach } from "./dom.ts";

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function startFileDrop(): void {
  onEach("change", "[data-file-drop] input[type=file]", (input) => {
    const file = (input as HTMLInputElement).files?.[0];
    const name = input.closest("[data-file-drop]")?.querySelector("[data-file-name]");
    if (name) name.textContent = file ? `${file.name} · ${size(file.size)}` : "";
  });
  for (const type of ["dragenter", "dragover"] as const) {
    onEach(type, "[data-file-drop]", (area, event) => {
      event.preventDefault();
      area.setAttribute("data-over", "");
    });
  }
  onEach("dragleave", "[data-file-drop]", (area) => area.removeAttribute("data-over"));
  onEach("drop", "[data-file-drop]", (area, event) => {
    event.preventDefault();
    area.removeAttribute("data-over");
    const input = area.querySelector<HTMLInputElement>("input[type=file]");
    if (!input || !event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
