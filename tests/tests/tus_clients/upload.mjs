// Uploads every file of a folder with tus-js-client, by nothing but what it offers.
//
//     node upload.mjs ENDPOINT TOKEN FOLDER
//
// Prints one line for each file: its name and how often it was tried again.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { Upload } = createRequire(join(process.cwd(), "package.json"))("tus-js-client");
const [endpoint, token, folder] = process.argv.slice(2);
const RETRIES = 50;
const CHUNK = 256 * 1024;

function upload(bytes, chunkSize) {
  return new Promise((resolve, reject) => {
    let retries = 0;
    new Upload(bytes, {
      endpoint,
      chunkSize,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { sha256: createHash("sha256").update(bytes).digest("hex") },
      retryDelays: Array(RETRIES).fill(20),
      onShouldRetry: () => {
        retries += 1;
        return true;
      },
      onError: reject,
      onSuccess: () => resolve(retries),
    }).start();
  });
}

const names = readdirSync(folder).sort();
for (const [number, name] of names.entries()) {
  // Every other one goes as a single stream: a cut inside of it has to be found by asking.
  const chunkSize = number % 2 === 0 ? Infinity : CHUNK;
  console.log(name, await upload(readFileSync(join(folder, name)), chunkSize));
}
