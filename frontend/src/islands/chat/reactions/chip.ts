import "./reactions.css";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { MessageView, ReactionView, ReactorsAnswer } from "../../../generated/wire";
import { formatNumber, listParts, tn } from "../../../lib/i18n";
import { LightElement } from "../../../lib/light";
import { gateway } from "../../../realtime/client";
import { reactorsOf } from "./reactors";

const HOVER = 250; // ms; who only passes by is told nothing
const LEFT = 120; // ms; the way from the chip to its names
const HELD = 450; // ms; a finger that stays asks instead of pressing
const GAP = 6;
let made = 0;

/** An emoji below a message, with how many put it there; who points at it, holds it or comes by keys is told who. */
export class ReactionChip extends LightElement {
  static override properties = {
    message: { attribute: false },
    reaction: { attribute: false },
    me: { attribute: false },
    toggle: { attribute: false },
  };

  declare message: MessageView | null;
  declare reaction: ReactionView;
  /** The viewer's participant. */
  declare me: number;
  /** Puts the viewer's own there, or takes it away. */
  declare toggle: () => void;
  private known: ReactorsAnswer | null = null;
  private open = false;
  /** The names came after the focus: they are read out, as they were no part of the description yet. */
  private late = false;
  private held = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly names = `reactors-${++made}`;

  constructor() {
    super();
    this.message = null;
    this.reaction = { emoji: "", participants: [] };
    this.me = 0;
    this.toggle = () => undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.hide();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("reaction");
    if (!before || before.participants.join() === this.reaction.participants.join()) return;
    if (this.open) void this.ask();
    else this.known = null;
  }

  protected override updated(): void {
    if (this.open) this.place();
  }

  protected override render(): TemplateResult {
    const { emoji, participants } = this.reaction;
    const words = tn("{emoji}, {n} person", "{emoji}, {n} people", participants.length, { emoji });
    return html`<button type="button" class="chat-reaction" aria-label=${words}
        aria-describedby=${this.known ? this.names : nothing}
        aria-pressed=${participants.includes(this.me) ? "true" : "false"}
        @click=${this.pressed} @focus=${this.focused} @blur=${this.hide}
        @pointerenter=${this.entered} @pointerleave=${this.left}
        @pointerdown=${this.put} @pointerup=${this.lifted} @pointercancel=${this.lifted} @contextmenu=${this.asked}
        ><span>${emoji}</span><span class="tabular">${formatNumber(participants.length)}</span></button
      ><span id=${this.names} role="tooltip" popover="manual" class="chat-reactors" aria-live=${this.late ? "polite" : "off"}
        @pointerenter=${this.entered} @pointerleave=${this.left}>${this.known ? this.list(this.known) : nothing}</span>`;
  }

  private list(known: ReactorsAnswer): unknown {
    return listParts(reactorsOf(known, this.reaction, this.me)).map(({ type, value }) =>
      type === "element" ? html`<bdi>${value}</bdi>` : value,
    );
  }

  private readonly pressed = (): void => {
    if (this.held) {
      this.held = false;
      return;
    }
    this.hide();
    this.toggle();
  };

  private readonly focused = (): void => {
    if (!this.querySelector(":focus-visible")) return;
    this.late = this.known === null;
    void this.show();
  };

  private readonly entered = ({ pointerType }: PointerEvent): void => {
    if (pointerType === "touch") return;
    this.later(() => void this.show(), HOVER);
  };

  private readonly left = ({ pointerType }: PointerEvent): void => {
    if (pointerType === "touch") return;
    this.later(this.hide, LEFT);
  };

  private readonly put = ({ pointerType }: PointerEvent): void => {
    this.held = false;
    if (pointerType !== "touch") return;
    this.later(() => {
      this.held = true;
      void this.show();
    }, HELD);
  };

  /** Names that a finger asked for stay until it touches something again. */
  private readonly lifted = ({ pointerType }: PointerEvent): void => {
    if (pointerType === "touch") this.later(null);
  };

  private readonly asked = (event: Event): void => {
    if (this.held) event.preventDefault();
  };

  private later(act: (() => void) | null, after = 0): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = act ? setTimeout(act, after) : null;
  }

  private async show(): Promise<void> {
    if (this.open) return;
    this.open = true;
    for (const what of ENDS) document.addEventListener(what, this.ended, true);
    await this.ask();
  }

  private async ask(): Promise<void> {
    const { message, reaction } = this;
    if (!message) return;
    const place = { room: message.room, n: message.n, emoji: reaction.emoji };
    const answer = await gateway.request("message.reactors", place).catch(() => null);
    if (reaction.participants.join() !== this.reaction.participants.join()) return;
    this.known = answer ?? this.known;
    this.requestUpdate();
  }

  private readonly hide = (): void => {
    this.later(null);
    if (!this.open) return;
    this.open = false;
    this.late = false;
    for (const what of ENDS) document.removeEventListener(what, this.ended, true);
    if (this.tip?.matches(":popover-open")) this.tip.hidePopover();
  };

  private readonly ended = (event: Event): void => {
    const here = event.target instanceof Node && this.contains(event.target);
    if (event instanceof KeyboardEvent) {
      if (event.key !== "Escape") return;
      // From the chip it would lead on to the field.
      if (here) event.stopPropagation();
    } else if (here) return;
    this.hide();
  };

  /** Above the chip, else below it, and wholly in the window. */
  private place(): void {
    const { tip } = this;
    const chip = this.querySelector("button")?.getBoundingClientRect();
    if (!tip || !chip || !this.known) return;
    if (!tip.matches(":popover-open")) tip.showPopover();
    const { width, height } = tip.getBoundingClientRect();
    const middle = chip.left + chip.width / 2 - width / 2;
    const above = chip.top - height - GAP;
    tip.style.left = `${Math.max(GAP, Math.min(middle, document.documentElement.clientWidth - width - GAP))}px`;
    tip.style.top = `${above < GAP ? chip.bottom + GAP : above}px`;
  }

  private get tip(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[role=tooltip]");
  }
}

/** What takes the names away when it happens elsewhere. */
const ENDS = ["pointerdown", "scroll", "keydown"] as const;

customElements.define("samovar-reaction", ReactionChip);

/** The reactions below a message; one's own are pressed. */
export function reactionsView(
  message: MessageView,
  me: number,
  toggle: (emoji: string) => void,
): TemplateResult | typeof nothing {
  if (message.reactions.length === 0) return nothing;
  return html`<div class="chat-reactions">
    ${repeat(
      message.reactions,
      ({ emoji }) => emoji,
      (reaction) =>
        html`<samovar-reaction .message=${message} .reaction=${reaction} .me=${me}
          .toggle=${() => toggle(reaction.emoji)}></samovar-reaction>`,
    )}
  </div>`;
}
