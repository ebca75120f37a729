export async function demoDoors(
  location: Location,
): Promise<Record<'kiosk' | 'phone' | 'desk', string> | undefined> {
  const response = await fetch('/api/demo').catch(() => undefined);
  if (!response?.ok) return undefined;
  const local = ['localhost', '127.0.0.1'].includes(location.hostname);
  const door = (face: string) =>
    local
      ? `http://${face}.localhost:${location.port}/api/demo/${face}`
      : new URL(`/api/demo/${face}`, location.href).href;
  return { kiosk: door('kiosk'), phone: door('phone'), desk: door('desk') };
}
