import { defineConfig } from "vitest/config";
import vue from "@vitejs/plugin-vue";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";

// During development the page is served by Vite and everything else by a running server.
// The browser's own host is passed on: the server refuses requests from pages that are not its own.
const target = process.env.SHANYING_SERVER ?? "http://127.0.0.1:8080";
const server = { target, changeOrigin: false };

export default defineConfig({
  plugins: [
    vue(),
    Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
  ],
  build: {
    outDir: "dist",
    target: "es2022",
    chunkSizeWarningLimit: 700,
  },
  server: {
    // A test reads the server's sources, to hold words and codes together.
    fs: { allow: [".."] },
    proxy: {
      "/api": server,
      "/files": server,
      "/widget": server,
      "/demo": server,
      "/ws": { ...server, ws: true },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "widget/**/*.test.{ts,tsx}"],
    server: { deps: { inline: ["element-plus"] } },
    // The theme's own text is tested; other styles stay empty.
    css: { include: [/theme\.css/] },
  },
});
