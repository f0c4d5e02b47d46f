// node upload.js FILE ENDPOINT CHUNK [KEY]: uploads a file with tus-js-client; prints the upload's address, how often it tried again, and how often it asked where it was.
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Upload } from 'tus-js-client';

const [file, endpoint, chunk, key] = process.argv.slice(2);
let again = 0;
let asked = 0;
const upload = new Upload(createReadStream(file), {
  endpoint,
  uploadSize: statSync(file).size,
  chunkSize: Number(chunk) || Infinity,
  uploadDataDuringCreation: process.env.TUS_AT_ONCE === '1',
  retryDelays: Array(100).fill(20),
  metadata: { filename: basename(file) },
  headers: key ? { Authorization: `Bearer ${key}` } : {},
  onBeforeRequest: (request) => {
    if (request.getMethod() === 'HEAD') asked += 1;
  },
  onShouldRetry: () => {
    again += 1;
    return true;
  },
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => console.log(JSON.stringify({ url: upload.url, again, asked })),
});
upload.start();
