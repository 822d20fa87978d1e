import type { StartOver } from './startOver.ts';
import type { VendorSteps } from './vendorSteps.ts';

/** What a relay has for demonstrations, and only where its vendor is simulated. */
export type Demo = { readonly steps: VendorSteps; readonly startOver: StartOver };
