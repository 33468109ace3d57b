// Imports the modules that it is given and prints the milliseconds that took.
const began = performance.now();
for (const name of process.argv.slice(2)) await import(name);
process.stdout.write(`${performance.now() - began}\n`);
