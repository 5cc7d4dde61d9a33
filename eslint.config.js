import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["build", "data", ".cache", "app/shopify/generated", "app/state/generated"]),
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      // Remix answers by throwing a Response (redirects, 404).
      "@typescript-eslint/only-throw-error": [
        "error",
        { allow: [{ from: "lib", name: "Response" }], allowThrowingAny: false, allowThrowingUnknown: true },
      ],
    },
  },
  {
    files: ["app/**/*.tsx"],
    extends: [hooks.configs.flat.recommended],
  },
);
