const SECOND = 1000;
const ACTIVITY = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll', 'touchmove'] as const;

/** By two clocks: the page's stands still while the tablet sleeps, the tablet's may be set back by the network. */
const now = () => ({ at: Date.now(), ran: performance.now() });
/** Milliseconds that have passed, by whichever clock tells more: rather forget too soon than never. */
const since = (then: ReturnType<typeof now>) => Math.max(Date.now() - then.at, performance.now() - then.ran);

type Options = {
  /** What happens when nobody answers the warning. */
  end: () => void;
  /** Is there anything of a person here that would have to go? */
  needed: () => boolean;
  /** Something goes on that counts as being there, like a voice that reads aloud; for so many ms after the last touch. */
  busy?: () => boolean;
  longest?: number;
  quiet?: number;
  warning?: number;
};

/**
 * Notices that nobody is at the kiosk any more: a minute without a touch, a key or a scroll, then a warning of twenty
 * seconds that one press takes back as often as one likes, then the end of the visit. It knows nothing of what is ended.
 */
export class Idle {
  /** Seconds left until the visit ends; undefined while nobody has to be warned. */
  left = $state<number>();

  readonly #options: Required<Options>;
  /** When somebody was last here, and when he last did something. */
  #since = now();
  #touched = now();

  constructor(options: Options) {
    this.#options = {
      busy: () => false,
      longest: 300 * SECOND,
      quiet: 60 * SECOND,
      warning: 20 * SECOND,
      ...options,
    };
  }

  /** Begins to watch the window; answers how to stop. */
  start(): () => void {
    const watch = new AbortController();
    const options = { signal: watch.signal, capture: true, passive: true };
    for (const type of ACTIVITY) addEventListener(type, () => this.touch(), options);
    // A tablet that slept does not tick: look at the clock as soon as it wakes.
    document.addEventListener('visibilitychange', () => this.#look(), options);
    const timer = setInterval(() => this.#look(), SECOND);
    this.stay();
    return () => {
      watch.abort();
      clearInterval(timer);
    };
  }

  /** Somebody did something. Under the warning only its own button counts, so that a passing sleeve keeps nothing open. */
  touch(): void {
    if (this.left === undefined) this.stay();
  }

  /** Somebody says that he is still there. */
  stay(): void {
    this.#since = this.#touched = now();
    this.left = undefined;
  }

  #look() {
    const { needed, busy, longest, quiet, warning, end } = this.#options;
    if (!needed()) return this.stay();
    // A voice that hangs must not keep anybody's words on the screen for ever.
    if (busy() && this.left === undefined && since(this.#touched) < longest) this.#since = now();
    const passed = since(this.#since);
    if (passed >= quiet + warning) {
      this.stay();
      end();
    } else if (passed >= quiet) this.left = Math.ceil((quiet + warning - passed) / SECOND);
  }
}
