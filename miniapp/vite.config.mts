import uni from "@dcloudio/vite-plugin-uni";
import { defineConfig, type Plugin, type PluginOption } from "vite";

const plugin = uni as unknown as { default?: () => PluginOption } & (() => PluginOption);

/** Where the mini program finds the server; the H5 app is served by it and needs no address. */
const serverOrigin = process.env.PUBLIC_URL ?? "http://127.0.0.1:3000";

/** uni's runtime preloads a picture from its vendor three seconds after the start, and names its advertising hosts. */
const vendorAddress = /https:\/\/(?:[a-z0-9]+\.dcloud\.net\.cn|vuejs\.org)[^"'`)\]$]*/g;

/** No outside host may be in any output: whatever the framework brings is cut to an empty address. */
const withoutOutsideHosts: Plugin = {
  name: "without-outside-hosts",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") file.code = file.code.replace(vendorAddress, "data:,");
        else if (typeof file.source === "string") file.source = file.source.replace(vendorAddress, "data:,");
        else if (file.fileName.endsWith(".css")) file.source = Buffer.from(file.source).toString("utf8").replace(vendorAddress, "data:,");
      }
    },
  },
};

export default defineConfig({
  plugins: [plugin.default ? plugin.default() : plugin(), withoutOutsideHosts],
  define: { __SERVER_ORIGIN__: JSON.stringify(serverOrigin) },
  build: { target: "es2018" },
});
