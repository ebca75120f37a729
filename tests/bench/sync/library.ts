/** What a phone must load to keep believed rows, say things and exchange: the part whose size is measured. */
export { Database } from '$lib/device/database.ts';
export { Exchange } from '$lib/device/exchange.svelte.ts';
export { byStatus } from '$lib/device/needs.ts';
export { say } from '$lib/device/outbox.ts';
export { overHttp } from '$lib/device/wire.ts';
