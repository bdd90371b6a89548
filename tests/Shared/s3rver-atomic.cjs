// Loaded into s3rver before it starts. s3rver writes into the file that readers of the object see, and answers before all is written;
// Amazon S3 and MinIO show the old object or the new one, and answer when it is stored. This gives s3rver's store the same promise.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { Readable, Transform } = require('stream');
const { pipeline } = require('stream/promises');

const program = process.argv[1] ? fs.realpathSync(process.argv[1]) : '';
if (path.basename(program) === 's3rver.js') {
  const Store = require(path.join(path.dirname(program), '../lib/stores/filesystem'));
  let last = Promise.resolve();

  // One after the other, whether it succeeds or not.
  const inTurn = action => {
    const result = last.then(action);
    last = result.catch(() => {});
    return result;
  };

  const write = async (content, file) => {
    const hash = crypto.createHash('md5');
    let size = 0;
    const measure = new Transform({
      transform(chunk, encoding, done) {
        hash.update(chunk);
        size += chunk.length;
        done(null, chunk);
      },
    });
    const source = Buffer.isBuffer(content) ? Readable.from([content]) : content;
    await pipeline(source, measure, fs.createWriteStream(file));
    return { size, md5: hash.digest('hex') };
  };

  for (const name of ['getObject', 'listObjects', 'copyObject', 'deleteObject']) {
    const plain = Store.prototype[name];
    Store.prototype[name] = function (...values) {
      return inTurn(() => plain.apply(this, values));
    };
  }

  Store.prototype.putObject = async function (object) {
    const aside = path.join(this.rootDirectory, `.${crypto.randomUUID()}`);
    try {
      const written = await write(object.content, aside);
      await inTurn(async () => {
        const file = this.getResourcePath(object.bucket, object.key, 'object');
        await fs.promises.mkdir(path.dirname(file), { recursive: true });
        await fs.promises.rename(aside, file);
        await this.putMetadata(object.bucket, object.key, object.metadata, written.md5);
      });
      return written;
    } finally {
      await fs.promises.rm(aside, { force: true });
    }
  };

  Store.prototype.putPart = async function (bucket, uploadId, partNumber, content) {
    const file = path.join(this.getResourcePath(bucket, undefined, 'uploads'), uploadId, `${partNumber}`);
    await fs.promises.mkdir(path.dirname(file), { recursive: true });
    const written = await write(content, file);
    await fs.promises.writeFile(`${file}.md5`, written.md5);
    return written;
  };
}
