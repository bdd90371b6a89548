using System.Security.Cryptography;

namespace UniBind.Grid.Client;

/// <summary>Ids of jobs: short, sortable by time, safe in file names and on the command line.</summary>
public static class JobIds
{
    private const int MaxLength = 64;

    /// <summary>A new id, for example <c>20261123-142233-7f3a9c</c>.</summary>
    public static string New() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}");

    /// <summary>Returns the id when it is one.</summary>
    /// <exception cref="GridException">It is empty, longer than 64 characters, or has a character other than letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</exception>
    public static string Require(string jobId) =>
        jobId.Length is > 0 and <= MaxLength && jobId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && jobId[0] != '.'
            ? jobId
            : throw new GridException($"'{jobId}' is no job id: up to {MaxLength} letters, digits, '-', '_' and '.'.");
}
