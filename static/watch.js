// Opens a kiosk anew whose app did not come to stand. Whatever else could do so is part of that very app (src/lib/device/kiosk-heal.ts).
const LONGEST = 5 * 60_000;
const tries = Number(sessionStorage.getItem('yardem-watch') ?? 0);
if (location.pathname.startsWith('/kiosk'))
  setTimeout(
    () => {
      if (document.querySelector('main, [data-face]')) return sessionStorage.removeItem('yardem-watch');
      sessionStorage.setItem('yardem-watch', String(tries + 1));
      location.reload();
    },
    Math.min(LONGEST, 20_000 * 2 ** tries),
  );
