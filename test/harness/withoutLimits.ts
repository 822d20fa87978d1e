/** A relay that shows every call that is sent, however many: the limits on floods have rows of their own. */
export const withoutLimits = {
  VESTIBULE_HOOK_BURST: '0',
  VESTIBULE_HOOK_RATE: '0',
  VESTIBULE_UNCONFIRMED_SITE: '0',
} as const;
