// Runs the built app's move to PostgreSQL, with the environment that the app runs with: see app/move.
const { entry } = await import("./build/server/index.js").catch((error) => {
  console.error(error.name === "EnvironmentError" ? error.message : error);
  process.exit(1);
});
process.exit(await entry.module.moveCommand(process.argv.slice(2)));
