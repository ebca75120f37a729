import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { Role } from '$lib/domain/device/device.ts';

/** Opens the face that belongs to the role, in place of the page that led there. */
export function openHome(role: Role): Promise<void> {
  const face = { kiosk: resolve('/kiosk'), volunteer: resolve('/today') };
  return goto(role === 'kiosk' || role === 'volunteer' ? face[role] : resolve('/desk'), {
    replaceState: true,
  });
}
