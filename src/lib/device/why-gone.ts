const KEY = 'yardem-why-gone';
export const whys = ['tries', 'forgot'] as const;
export type WhyGone = (typeof whys)[number];

/** Why this phone has emptied itself: ten wrong PINs, or a forgotten one. Outlives the database, so that its holder is told. */
export const whyGone = (): WhyGone | undefined => whys.find((why) => why === localStorage.getItem(KEY));

export const noteWhyGone = (why: WhyGone): void => localStorage.setItem(KEY, why);

export const forgetWhyGone = (): void => localStorage.removeItem(KEY);
