namespace UniBind.Grid.Samples;

/// <summary>The names of the digits.</summary>
internal static class DigitWords
{
    private static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    private static readonly string[] SpanishWords = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"];
    private static readonly string[] GermanWords = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"];

    /// <summary>The English word, for example <c>eight</c>.</summary>
    public static string English(int digit) => Words[digit];

    /// <summary>The Spanish word.</summary>
    public static string Spanish(int digit) => SpanishWords[digit];

    /// <summary>The German word.</summary>
    public static string German(int digit) => GermanWords[digit];

    /// <summary>The English word with its article: <c>a seven</c>, <c>an eight</c>.</summary>
    public static string WithArticle(int digit) => (digit == 8 ? "an " : "a ") + Words[digit];
}
