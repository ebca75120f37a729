/** The marks of browsers that live inside another app: what they keep is gone when that app wants its room back. */
const MARKS =
  /MicroMessenger|\bQQ\/|Weibo|DingTalk|AlipayClient|Lark\/|aweme|NewsArticle|FBA[NV]\/|Instagram|\bLine\//i;

/** Whether a page with this user agent is shown inside another app. */
export const isInApp = (userAgent: string): boolean => MARKS.test(userAgent);
