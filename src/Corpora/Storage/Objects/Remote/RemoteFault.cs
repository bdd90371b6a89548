using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace UniBind.Grid.Corpora;

/// <summary>A failure of a remote service in the terms of <see cref="CorpusException"/>.</summary>
/// <param name="Fault">Its kind.</param>
/// <param name="Reason">The end of a sentence; holds no secret, and nothing of the service's own text but its error code.</param>
internal sealed record RemoteFault(CorpusFault Fault, string Reason)
{
    /// <summary>The meaning of an HTTP status.</summary>
    /// <param name="status">The status; 0 where none came.</param>
    /// <param name="code">The service's error code, or null.</param>
    /// <param name="what">The kind of container, for messages.</param>
    /// <param name="variables">The environment variables that hold the credentials.</param>
    public static RemoteFault Of(int status, string? code, string what, string variables)
    {
        var shown = string.IsNullOrEmpty(code) ? status.ToString(CultureInfo.InvariantCulture) : $"{status.ToString(CultureInfo.InvariantCulture)} {Word(code)}";
        return status switch
        {
            (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden => new(CorpusFault.Denied, $"the service refuses the credentials ({shown}); check {variables}"),
            (int)HttpStatusCode.NotFound when code is "ContainerNotFound" or "NoSuchBucket" => new(CorpusFault.Permanent, $"there is no such {what}; create it"),
            (int)HttpStatusCode.NotFound => new(CorpusFault.Missing, $"it does not exist ({shown})"),
            (int)HttpStatusCode.PreconditionFailed => new(CorpusFault.Changed, "it changed meanwhile"),
            (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500 => new(CorpusFault.Transient, $"the service is overloaded or fails ({shown}); try again later"),
            _ => new(CorpusFault.Permanent, $"the service refuses the request ({shown})"),
        };
    }

    /// <summary>The meaning of a failed connection, wherever in the chain of causes it stands; null where there is none.</summary>
    public static RemoteFault? OfConnection(Exception e, string endpoint)
    {
        for (Exception? at = e; at is not null; at = at is AggregateException { InnerExceptions: [var first, ..] } ? first : at.InnerException)
        {
            if (at is SocketException socket)
                return new(CorpusFault.Transient, $"{endpoint} cannot be reached ({socket.SocketErrorCode}); check the address and the network");
            if (at is AuthenticationException)
                return new(CorpusFault.Permanent, $"{endpoint} has no certificate that this machine trusts");
            if (at is TimeoutException or OperationCanceledException)
                return new(CorpusFault.Transient, $"{endpoint} does not answer in time; try again later");
        }
        return e is HttpRequestException or IOException or AggregateException ? new(CorpusFault.Transient, $"the connection to {endpoint} broke; try again later") : null;
    }

    private static string Word(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Take(60)]);
}
