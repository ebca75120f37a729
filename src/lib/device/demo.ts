import { isDemo } from './cookies.ts';

/** Where the demo's three doors are; undefined where there is no demo. On this very machine each is a site of its own. */
export function demoDoors(location: Location): Record<'kiosk' | 'phone' | 'desk', string> | undefined {
  if (!isDemo()) return undefined;
  const local = ['localhost', '127.0.0.1'].includes(location.hostname);
  const door = (face: string) =>
    local
      ? `http://${face}.localhost:${location.port}/api/demo/${face}`
      : new URL(`/api/demo/${face}`, location.href).href;
  return { kiosk: door('kiosk'), phone: door('phone'), desk: door('desk') };
}
