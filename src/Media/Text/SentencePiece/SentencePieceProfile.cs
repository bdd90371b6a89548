namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>sentencepiece-unigram</c>. Outputs <c>input_ids</c> i64 [-1] and <c>attention_mask</c> [-1], f32 or i64: the tokens, with
/// the ids <c>bos</c> and <c>eos</c> around them where the options name them; both are kept where a text is cut.
/// </summary>
internal static class SentencePieceProfile
{
    /// <summary>The name in packs.</summary>
    public const string Name = "sentencepiece-unigram";

    /// <summary>
    /// Makes the profile. Options: <c>vocab</c> (file: a JSON array of [piece, score], or a SentencePiece model), <c>maxLength</c> 128, <c>mask</c>
    /// float | int | none, <c>bos</c>, <c>eos</c> (none), <c>pad</c> 0, <c>maxChunks</c> 1024; for JSON <c>reserved</c> 6, the first ids that text never
    /// matches; for a model <c>unk</c> (its own) and <c>idOffset</c> 0 (XLM-RoBERTa: unk 3, idOffset 1, bos 0, eos 2, pad 1).
    /// </summary>
    /// <exception cref="InvalidDataException">An option or the file is bad.</exception>
    public static IPreprocessingProfile Create(ProfileContext context)
    {
        var options = new ProfileOptions(Name, context.Options);
        var file = TextResource.Read(context, options.Text("vocab", null));
        var layout = new TokenLayout
        {
            MaxLength = options.Int("maxLength", 128, 3, 8192),
            Start = options.Int("bos", -1, 0, int.MaxValue),
            End = options.Int("eos", -1, 0, int.MaxValue),
            Pad = options.Int("pad", 0, 0, int.MaxValue),
            Mask = TokenLayout.ReadMask(options, "float"),
            LongText = context.LongText,
            MaxChunks = options.Int("maxChunks", TokenTextProfile.DefaultMaxChunks, 1, 65_536),
        };
        BlockTokenizer tokenizer = IsJson(file)
            ? new UnigramTokenizer(UnigramVocabulary.Read(file, options.Int("reserved", 6, 1, 1024)))
            : new SentencePieceModelTokenizer(file, options.Int("unk", -1, 0, int.MaxValue), options.Int("idOffset", 0, 0, 1 << 20));
        options.RefuseUnknown();
        return new TokenTextProfile(Name, tokenizer, layout, context.Limits);
    }

    /// <summary>JSON starts with a bracket; a model starts with field 1 of a protocol buffer, the byte 0x0A, which is a line break and no bracket.</summary>
    private static bool IsJson(TextResource file) => file.Bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'[', ..] && file.Bytes[0] != 0x0A;
}
