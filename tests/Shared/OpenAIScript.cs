namespace UniBind.Grid.Testing;

/// <summary>What OpenAI's own client for Node must find at a server; it prints <c>all is well</c>.</summary>
internal static class OpenAIScript
{
    /// <summary>Takes the address, ending in <c>/v1</c>, and an API key.</summary>
    public const string Text = """
        import OpenAI from 'openai';
        import assert from 'node:assert';

        const client = new OpenAI({ baseURL: process.argv[2], apiKey: process.argv[3] });
        const length = v => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
        const near = (a, b) => assert(a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) < 1e-6), 'vectors differ');

        // Without an encoding the client asks for base64 and decodes it.
        const one = await client.embeddings.create({ model: 'classic@0', input: 'one' });
        assert.equal(one.data.length, 1);
        assert(Math.abs(length(one.data[0].embedding) - 1) < 1e-5);
        const two = await client.embeddings.create({ model: 'classic@0', input: ['two', 'one'], encoding_format: 'float' });
        const vectorAt = i => two.data.find(d => d.index === i).embedding;
        near(vectorAt(1), one.data[0].embedding);
        assert(two.usage.prompt_tokens > 0 && two.usage.total_tokens === two.usage.prompt_tokens);
        const cut = await client.embeddings.create({ model: 'classic@0', input: 'a photo of a dog in the rain', dimensions: 64 });
        assert.equal(cut.data[0].embedding.length, 64);
        assert(Math.abs(length(cut.data[0].embedding) - 1) < 1e-5);
        const models = [];
        for await (const model of client.models.list()) models.push(model.id);
        assert(models.includes('classic@0'));

        await assert.rejects(client.embeddings.create({ model: 'nothing@1', input: 'one' }), OpenAI.NotFoundError);
        await assert.rejects(client.embeddings.create({ model: 'classic@0', input: [[1, 2]] }), OpenAI.BadRequestError);
        await assert.rejects(new OpenAI({ baseURL: process.argv[2], apiKey: 'wrong' }).models.list(), OpenAI.AuthenticationError);
        console.log('all is well');
        """;
}
