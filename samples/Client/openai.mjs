import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2] ?? 'http://localhost:8080/v1', apiKey: process.env.UNIBIND_KEY ?? 'none' });
const reply = await client.embeddings.create({ model: 'classic@0', input: ['a photo of a dog', 'the sound of rain'] });
console.log(reply.data.length, reply.data[0].embedding.length, reply.usage.prompt_tokens);
