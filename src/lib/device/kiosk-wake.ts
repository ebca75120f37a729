/** Keeps the screen on while the app is shown. Where the system refuses (low power), the screen may sleep: no harm. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let wanted = true;

  async function ask() {
    if (!wanted || document.hidden || (lock && !lock.released)) return;
    try {
      lock = await navigator.wakeLock?.request('screen');
    } catch {
      return; // asked again when the page is next shown
    }
    if (!wanted) return void lock?.release();
    lock?.addEventListener('release', () => void ask(), { once: true });
  }

  const shown = () => void ask();
  document.addEventListener('visibilitychange', shown);
  void ask();
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', shown);
    void lock?.release();
  };
}
