import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** Tauri's development server address; tauri.conf.json names the same one. */
const PORT = 1420;

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  // The fake reads the shipped schema from the Rust side, so the two cannot drift apart.
  server: { port: PORT, strictPort: true, fs: { allow: [".."] } },
  preview: { port: PORT, strictPort: true },
  build: {
    target: ["safari17.4", "chrome123"],
    // The content-security policy takes files of our own only: nothing is inlined as a data address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        // The host is asked before the rest is read: what asks it stands in a file of its own.
        codeSplitting: { groups: [{ name: "asked", test: /\/src\/asked\.ts$/ }] },
      },
    },
  },
  // Tests mount components: take the browser's half of Svelte, not the server's.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
