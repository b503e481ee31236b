/** The strokes of an edit; the server computes what they make of the borders. */
import type { Position } from "./area.ts";
import { EMPTY, type Shapes } from "./shape_layers.ts";

export type Stroke =
  | { kind: "give"; ring: Position[]; to: string }
  | { kind: "move_border"; one: string; other: string; line: Position[] }
  | { kind: "cut"; code: string; line: Position[]; to: string };

export interface Effect {
  code: string;
  name: string;
  sites_before: number;
  sites_after: number;
  revenue_before_cents: number;
  revenue_after_cents: number;
  gained: string[];
  lost: string[];
}

export interface Answer {
  changed: Shapes;
  effects: Effect[];
}

const NOTHING: Answer = { changed: EMPTY, effects: [] };

function token(): string {
  const headers = document.body.getAttribute("hx-headers") ?? "{}";
  return (JSON.parse(headers) as Record<string, string>)["X-CSRFToken"] ?? "";
}

/** One person's edit on one page: strokes, locks, and the server's last answer. */
export class EditSession {
  readonly locked = new Set<string>();
  strokes: Stroke[] = [];
  answer: Answer = NOTHING;

  text(): string {
    return JSON.stringify({ strokes: this.strokes, locked: [...this.locked] });
  }

  /** Adds a stroke; throws the server's words and keeps what was when it is refused. */
  async add(stroke: Stroke): Promise<void> {
    await this.#keep([...this.strokes, stroke]);
  }

  async undo(): Promise<void> {
    await this.#keep(this.strokes.slice(0, -1));
  }

  async #keep(strokes: Stroke[]): Promise<void> {
    const before = this.strokes;
    this.strokes = strokes;
    try {
      this.answer = strokes.length ? await this.#ask() : NOTHING;
    } catch (error) {
      this.strokes = before;
      throw error;
    }
  }

  async #ask(): Promise<Answer> {
    const response = await fetch("/territories/boundaries/edit/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: this.text(),
    });
    if (response.ok) return (await response.json()) as Answer;
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new Error(problem.detail ?? `The server answered with an error (${response.status}).`);
  }
}
