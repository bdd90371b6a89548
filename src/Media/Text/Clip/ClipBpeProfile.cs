namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>clip-bpe</c>: the text input of CLIP and ImageBind. Outputs <c>input_ids</c> i64 [77] and <c>attention_mask</c> [77]:
/// start token, at most 75 tokens, end token, padding 0; the end token is kept where a text is cut. The original model and most exports of
/// it take no mask, since no token of theirs sees a later one.
/// </summary>
internal static class ClipBpeProfile
{
    /// <summary>The name in packs.</summary>
    public const string Name = "clip-bpe";

    /// <summary>
    /// Makes the profile. Options: <c>merges</c> (file), <c>vocab</c> (file), <c>length</c> 77, <c>pad</c> 0, <c>mask</c> int | float | none,
    /// <c>maxChunks</c> 1024.
    /// </summary>
    /// <exception cref="InvalidDataException">An option or a file is bad.</exception>
    public static IPreprocessingProfile Create(ProfileContext context)
    {
        var options = new ProfileOptions(Name, context.Options);
        var merges = options.Text("merges", null);
        var vocab = options.Text("vocab", "");
        var length = options.Int("length", 77, 3, 8192);
        var pad = options.Int("pad", 0, 0, int.MaxValue);
        var mask = TokenLayout.ReadMask(options, "int");
        var maxChunks = options.Int("maxChunks", TokenTextProfile.DefaultMaxChunks, 1, 65_536);
        options.RefuseUnknown();

        var vocabulary = ClipVocabulary.Read(TextResource.Read(context, merges), vocab.Length == 0 ? null : TextResource.Read(context, vocab));
        var layout = new TokenLayout
        {
            MaxLength = length,
            Fixed = true,
            Start = vocabulary.Start,
            End = vocabulary.End,
            Pad = pad,
            Mask = mask,
            LongText = context.LongText,
            MaxChunks = maxChunks,
        };
        return new TokenTextProfile(Name, new ClipBpeTokenizer(vocabulary), layout, context.Limits);
    }
}
