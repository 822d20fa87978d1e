// Every script runs on Node 24, which comes with `npm ci` (optionalDependencies). Plain JavaScript, so that an old Node can say so.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Vestibule needs Node 24; this is ${process.versions.node}. Run "npm ci" without --omit=optional: it brings Node 24 for Linux and Windows. On macOS, install Node 24.`,
  );
  process.exit(1);
}
