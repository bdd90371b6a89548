// What a user would write without the grid: Node's own HTTP server, onnxruntime-node, the same ONNX file, one Run a request.
// usage: node server.mjs MODEL.onnx VOCAB.json PORT [THREADS]     THREADS within one Run; ONNX Runtime's choice by default
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';

const [model, vocabulary, port, threads] = process.argv.slice(2);
const session = await ort.InferenceSession.create(model, threads > 0 ? { intraOpNumThreads: Number(threads) } : {});
const pieces = new Map(JSON.parse(readFileSync(vocabulary, 'utf8')).map(([piece, score], id) => [piece, { id, score }]));
const longest = Math.max(...[...pieces.keys()].map(p => p.length));
const reserved = 6, unknownScore = -100, maxTokens = 128;

// SentencePiece, unigram: the best path over the pieces' scores.
function tokenize(text) {
  const chars = [...('\u2581' + text.normalize('NFKC').trim().replace(/\s+/g, '\u2581'))];
  const best = [{ score: 0 }];
  for (let end = 1; end <= chars.length; end++) {
    for (let start = Math.max(0, end - longest); start < end; start++) {
      const piece = pieces.get(chars.slice(start, end).join(''));
      const found = piece && piece.id >= reserved ? piece : start === end - 1 ? { id: 0, score: unknownScore } : undefined;
      if (!found) continue;
      const score = best[start].score + found.score;
      if (!best[end] || score > best[end].score) best[end] = { score, start, id: found.id };
    }
  }
  const ids = [];
  for (let at = chars.length; at > 0; at = best[at].start) {
    if (best[at].id !== 0 || ids.at(-1) !== 0) ids.push(best[at].id);
  }
  return ids.reverse().slice(0, maxTokens);
}

async function embed(text) {
  const ids = tokenize(text);
  const feeds = {
    input_ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
    attention_mask: new ort.Tensor('float32', new Float32Array(ids.length).fill(1), [1, ids.length]),
  };
  const { embedding } = await session.run(feeds, ['embedding']);
  return { vector: embedding.data, tokens: ids.length };
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const { input, model, encoding_format } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const embedded = [];
      for (const text of Array.isArray(input) ? input : [input]) embedded.push(await embed(text));
      const tokens = embedded.reduce((sum, e) => sum + e.tokens, 0);
      const data = embedded.map((e, index) => ({
        object: 'embedding',
        index,
        embedding: encoding_format === 'base64'
          ? Buffer.from(e.vector.buffer, e.vector.byteOffset, e.vector.byteLength).toString('base64')
          : Array.from(e.vector),
      }));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } }));
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ error: { message: String(error) } }));
    }
  });
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
