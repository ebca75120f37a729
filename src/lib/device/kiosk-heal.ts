/** Milliseconds that a screen may take to stand. */
const PATIENCE = 20_000;
const LONGEST = 5 * 60_000;
const COUNT = 'yardem-heal';

/**
 * Opens the kiosk anew where it did not come to stand: after a power cut nobody is there to press a button. The first
 * try comes after twenty seconds, the later ones further and further apart. Only a count of tries is remembered.
 * @param stands is the first screen there?
 * @returns how to stop
 */
export function heal(stands: () => boolean, reload: () => void = () => location.reload()): () => void {
  const tries = Number(sessionStorage.getItem(COUNT) ?? 0);
  const again = () => {
    sessionStorage.setItem(COUNT, String(tries + 1));
    reload();
  };
  const look = () => (stands() ? sessionStorage.removeItem(COUNT) : again());
  const timer = setTimeout(look, Math.min(LONGEST, PATIENCE * 2 ** tries));
  // A part of the app that could not be fetched: the whole is fetched anew.
  const broken = (event: Event) => {
    event.preventDefault();
    again();
  };
  addEventListener('vite:preloadError', broken);
  return () => {
    clearTimeout(timer);
    removeEventListener('vite:preloadError', broken);
  };
}
