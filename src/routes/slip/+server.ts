import { dev, version } from '$app/environment';
import { m } from '$lib/paraglide/messages.js';
import { getLocale, getTextDirection } from '$lib/paraglide/runtime.js';
import { only } from '$lib/server/problem.ts';
import { signs } from '$lib/ui/base/signs.ts';
import type { RequestHandler } from './$types';

/**
 * The document behind a slip's QR code: the same for everybody, for number and secret stand behind the '#'. It is not part
 * of the app: whoever scans the code has any phone, and no wish to install something.
 */
export const GET: RequestHandler = () => {
  const locale = getLocale();
  const [script, style] = dev
    ? ['/src/routes/slip/main.ts', '']
    : [`/_slip/page.js?${version}`, `<link rel="stylesheet" href="/_slip/page.css?${version}" />`];
  const page = `<!doctype html>
<html lang="${locale}" dir="${getTextDirection(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <meta name="referrer" content="no-referrer" />
    <title>${m.common_app_name()}</title>
    <link rel="icon" href="/favicon.ico" sizes="48x48" />
    ${style}
    <script type="module" src="${script}"></script>
  </head>
  <body>
    <div id="slip"><p>${m.slip_opening()}</p></div>
    ${signs}
  </body>
</html>
`;
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      ...(!dev && { 'content-security-policy': POLICY }),
    },
  });
};

/** Nothing from elsewhere, nothing written into the page, no frame around it. */
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'",
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
].join('; ');

export const fallback = only('GET, HEAD');
