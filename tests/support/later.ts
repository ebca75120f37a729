/**
 * Loaded into a server process before anything else (node --import), by tests that cannot wait: it lives so many
 * milliseconds later than the machine does. The product knows nothing of it.
 */
const later = Number(process.env['TEST_LATER'] ?? 0);
const now = Date.now.bind(Date);
Date.now = () => now() + later;
