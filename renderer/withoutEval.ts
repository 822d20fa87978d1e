import type { Plugin } from 'vite';

/** Where twilio-video 2.36.0 makes a function from text as soon as it is imported, for a noise filter that is not used here. */
const offender = 'twilio-video/es5/util/dynamicimport.js';
const instead = "module.exports = () => Promise.reject(new Error('Plug-ins of twilio-video are not used here.'));";

/** Builds twilio-video so that a page without `unsafe-eval` can load it; fails when that file is not there any more. */
export function withoutEval(): Plugin {
  let isReplaced = false;
  return {
    name: 'twilio-video-without-eval',
    load: (id) => {
      if (!id.replaceAll('\\', '/').includes(offender)) return null;
      isReplaced = true;
      return instead;
    },
    buildEnd: (error) => {
      if (error === undefined && !isReplaced)
        throw new Error(`${offender} was not found: read what this version of twilio-video does instead.`);
    },
  };
}
