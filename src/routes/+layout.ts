// Every page is the device's own: it is drawn there, from what lies there.
export const ssr = false;
