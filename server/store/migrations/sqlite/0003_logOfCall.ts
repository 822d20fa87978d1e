/** The history asks the log of doors by call. */
export const logOfCall = 'create index access_log_by_call on access_log (site, call) where call is not null';
