/** The strokes of an edit; the server computes what they make of the borders. */
import type { Position } from "./area.ts";
import { EMPTY, type Shapes } from "./shape_layers.ts";

export type Stroke =
  | { kind: "give"; ring: Position[]; to: string }
  | { kind: "move_border"; one: string; other: string; line: Position[] }
  | { kind: "cut"; code: string; line: Position[]; to: string }
  | { kind: "sites"; numbers: string[]; to: string }
  | { kind: "units"; unit: string; codes: string[]; to: string };

/** A stroke with the territories that were locked when it was drawn. */
type Drawn = Stroke & { locked: string[] };

/** Weighted sites, the mean drive in minutes, and what the rules of balance say. */
export interface Load {
  units: number;
  drive_minutes: number | null;
  findings: string[];
}

export interface Effect {
  code: string;
  name: string;
  sites_before: number;
  sites_after: number;
  revenue_before_cents: number;
  revenue_after_cents: number;
  gained: string[];
  lost: string[];
  before: Load | null;
  after: Load | null;
}

export interface Breach {
  sentence: string;
  severity: string;
}

export interface AccessChange {
  person: string;
  gained: number;
  lost: number;
}

export interface Answer {
  changed: Shapes;
  effects: Effect[];
  breaches: Breach[];
  access: AccessChange[];
}

const NOTHING: Answer = { changed: EMPTY, effects: [], breaches: [], access: [] };

function token(): string {
  const headers = document.body.getAttribute("hx-headers") ?? "{}";
  return (JSON.parse(headers) as Record<string, string>)["X-CSRFToken"] ?? "";
}

/** One person's edit on one page: strokes, locks, and the server's last answer. */
export class EditSession {
  readonly locked = new Set<string>();
  strokes: Drawn[] = [];
  undone: Drawn[] = [];
  answer: Answer = NOTHING;
  /** The number of the draft that the edit goes on with; none for a new one. */
  readonly changeSet: number | null;
  #last: Promise<void> = Promise.resolve();

  constructor(changeSet: number | null) {
    this.changeSet = changeSet;
  }

  text(): string {
    return JSON.stringify({ change_set: this.changeSet, strokes: this.strokes });
  }

  /** What a draft holds before the first stroke. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.changeSet) await this.#keep(this.strokes, this.undone);
    });
  }

  /** Adds a stroke; throws the server's words and keeps what was when it is refused. */
  add(stroke: Stroke): Promise<void> {
    const drawn = { ...stroke, locked: [...this.locked] };
    return this.#inTurn(() => this.#keep([...this.strokes, drawn], []));
  }

  undo(): Promise<void> {
    return this.#inTurn(async () => {
      const last = this.strokes.at(-1);
      if (last) await this.#keep(this.strokes.slice(0, -1), [...this.undone, last]);
    });
  }

  redo(): Promise<void> {
    return this.#inTurn(async () => {
      const next = this.undone.at(-1);
      if (next) await this.#keep([...this.strokes, next], this.undone.slice(0, -1));
    });
  }

  /** One after the other, so that a late answer never covers a later one. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #keep(strokes: Drawn[], undone: Drawn[]): Promise<void> {
    const before = this.strokes;
    this.strokes = strokes;
    try {
      this.answer = strokes.length || this.changeSet ? await this.#ask() : NOTHING;
      this.undone = undone;
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
