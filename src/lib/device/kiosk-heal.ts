/** Milliseconds that a screen may take to stand. */
const PATIENCE = 20_000;
const LONGEST = 5 * 60_000;
const COUNT = 'yardem-heal';

const tries = () => Number(sessionStorage.getItem(COUNT) ?? 0);
/** The first try soon, each later one after twice the time. */
const pause = () => Math.min(LONGEST, PATIENCE * 2 ** tries());
const reloaded = () => location.reload();

function again(reload: () => void) {
  sessionStorage.setItem(COUNT, String(tries() + 1));
  reload();
}

/**
 * Opens the kiosk anew where it did not come to stand: after a power cut nobody is there to press a button. The first
 * try comes after twenty seconds, the later ones further and further apart. Only a count of tries is remembered.
 * @param stands is the first screen there?
 * @returns how to stop
 */
export function heal(stands: () => boolean, reload: () => void = reloaded): () => void {
  let stop = () => undefined as void;
  const timer = setTimeout(() => (stands() ? sessionStorage.removeItem(COUNT) : again(reload)), pause());
  // A part of the app that could not be fetched: the whole is fetched anew, at once only for the first time.
  const broken = (event: Event) => {
    event.preventDefault();
    if (tries() === 0) return again(reload);
    clearTimeout(timer);
    stop();
    stop = healSoon(reload);
  };
  addEventListener('vite:preloadError', broken);
  return () => {
    clearTimeout(timer);
    stop();
    removeEventListener('vite:preloadError', broken);
  };
}

/**
 * Opens the kiosk anew after its pause, whatever it shows: for a screen that broke.
 * @returns how to stop
 */
export function healSoon(reload: () => void = reloaded): () => void {
  const timer = setTimeout(() => again(reload), pause());
  return () => clearTimeout(timer);
}
