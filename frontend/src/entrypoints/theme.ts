/** Sets light or dark before the first paint, when the person left it to the device. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

function follow(): void {
  if (root.dataset["theme"] === "auto") root.dataset["bsTheme"] = dark.matches ? "dark" : "light";
}

follow();
dark.addEventListener("change", follow);
