import type { Host } from "./host.js";
// #ifdef H5
import { browserHost } from "./browser.js";
// #endif
// #ifdef MP-WEIXIN
import { miniprogramHost } from "./miniprogram.js";
// #endif

declare const __SERVER_ORIGIN__: string;

let chosen: Host;
// #ifdef H5
chosen = browserHost(window);
// #endif
// #ifdef MP-WEIXIN
chosen = miniprogramHost(__SERVER_ORIGIN__);
// #endif

/** The host of this build. */
export const host: Host = chosen;
