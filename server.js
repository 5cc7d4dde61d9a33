// Runs the built app. What a process does is in app/process.
process.env.NODE_ENV ??= "production";

const { entry, ...build } = await import("./build/server/index.js").catch((error) => {
  // An environment that cannot be used comes out before there is a log: its message names what is wrong.
  console.error(error.name === "EnvironmentError" ? error.message : error);
  process.exit(1);
});
await entry.module.serve({ entry, ...build });
