namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>bert-wordpiece</c>: the input of BERT-like text encoders. Outputs <c>input_ids</c> i64 [-1], <c>attention_mask</c> [-1]
/// and <c>token_type_ids</c> i64 [-1], which DistilBERT and MPNet do without: <c>[CLS]</c>, the tokens, <c>[SEP]</c>, which is kept where a text is cut.
/// </summary>
internal static class BertWordPieceProfile
{
    /// <summary>The name in packs.</summary>
    public const string Name = "bert-wordpiece";

    /// <summary>
    /// Makes the profile. Options: <c>vocab</c> (file), <c>maxLength</c> 512, <c>lowerCase</c> true, <c>mask</c> int | float | none,
    /// <c>tokenTypes</c> true, <c>maxChunks</c> 1024.
    /// </summary>
    /// <exception cref="InvalidDataException">An option or the file is bad.</exception>
    public static IPreprocessingProfile Create(ProfileContext context)
    {
        var options = new ProfileOptions(Name, context.Options);
        var vocab = options.Text("vocab", null);
        var maxLength = options.Int("maxLength", 512, 3, 8192);
        var lowerCase = options.Flag("lowerCase", true);
        var mask = TokenLayout.ReadMask(options, "int");
        var tokenTypes = options.Flag("tokenTypes", true);
        var maxChunks = options.Int("maxChunks", TokenTextProfile.DefaultMaxChunks, 1, 65_536);
        options.RefuseUnknown();

        var vocabulary = new WordPieceVocabulary(TextResource.Read(context, vocab));
        var layout = new TokenLayout
        {
            MaxLength = maxLength,
            Start = vocabulary.Start,
            End = vocabulary.End,
            Pad = vocabulary.Pad,
            Mask = mask,
            TokenTypes = tokenTypes,
            LongText = context.LongText,
            MaxChunks = maxChunks,
        };
        return new TokenTextProfile(Name, new BertWordPieceTokenizer(vocabulary, lowerCase), layout, context.Limits);
    }
}
