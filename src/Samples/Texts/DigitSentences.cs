using System.Globalization;

namespace UniBind.Grid.Samples;

/// <summary>The texts of the corpus: facts about a digit and everyday sentences that mention it. No two texts of a digit are alike.</summary>
internal sealed class DigitSentences
{
    private const ulong ShuffleKey = 2000;
    private readonly string[] _sentences;

    /// <summary>The texts of one digit, in an order that the seed decides.</summary>
    public DigitSentences(ulong seed, int digit)
    {
        _sentences = [.. DigitFacts.Of(digit), .. Everyday(digit)];
        var random = new StableRandom(seed, ShuffleKey, (ulong)digit);
        for (var i = _sentences.Length - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (_sentences[i], _sentences[other]) = (_sentences[other], _sentences[i]);
        }
    }

    /// <summary>How many different texts there are: each sentence alone, then every ordered pair of two.</summary>
    public int Count => _sentences.Length * _sentences.Length;

    /// <summary>The text with a number from 0 to <see cref="Count"/> - 1.</summary>
    public string this[int index]
    {
        get
        {
            var (round, first) = Math.DivRem(index, _sentences.Length);
            return round == 0 ? _sentences[first] : $"{_sentences[first]} {_sentences[(first + round) % _sentences.Length]}";
        }
    }

    private static string[] Everyday(int digit)
    {
        var word = DigitWords.English(digit);
        var (row, column) = DialTone.Frequencies(digit);
        return
        [
            $"Please press {word} to speak with somebody.",
            $"The answer at the bottom of the page was {word}.",
            $"The teacher wrote a large {word} on the blackboard.",
            $"Bus number {word} leaves from the station at noon.",
            $"Turn to page {word} of the booklet.",
            $"The scoreboard changed to {word} and the crowd fell silent.",
            string.Create(CultureInfo.InvariantCulture, $"He typed the digit {digit} and closed the form."),
            string.Create(CultureInfo.InvariantCulture, $"A child traced the numeral {digit} in the wet sand."),
            $"Room {word} is at the end of the corridor.",
            $"My lucky number has always been {word}.",
            $"The last digit of the door code is {word}.",
            $"Lane {word} is closed for repairs today.",
            $"Somebody had painted {DigitWords.WithArticle(digit)} on the garage door.",
            $"The player with {DigitWords.WithArticle(digit)} on her shirt scored first.",
            $"When the counter reaches {word}, open your eyes.",
            $"Computers store the number {word} as {digit:b4} in binary.",
            $"The Spanish word for {word} is {DigitWords.Spanish(digit)}.",
            $"A German who means {word} says {DigitWords.German(digit)}.",
            string.Create(CultureInfo.InvariantCulture, $"The telephone key {word} sounds at {row} and {column} hertz together."),
            $"The clerk at the counter called for number {word}.",
        ];
    }
}
