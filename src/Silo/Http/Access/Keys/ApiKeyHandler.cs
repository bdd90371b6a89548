using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace UniBind.Grid.Silo;

/// <summary>Finds out who asks: by <c>Authorization: Bearer</c>, <c>x-api-key</c> or <c>api-key</c>. What the caller sent is never logged.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyStore store)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "unibind-key";

    /// <summary>The claim of a scope.</summary>
    public const string ScopeClaim = "scope";

    private const string Bearer = "Bearer ";
    private const string Realm = "unibind";
    private static readonly string[] KeyHeaders = ["x-api-key", "api-key"];
    private string? _refusal;

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!store.IsOn || Sent() is not { } sent)
            return Task.FromResult(AuthenticateResult.NoResult());
        var (key, refusal) = store.Keys.Find(sent, TimeProvider.GetUtcNow());
        if (key is null)
        {
            _refusal = refusal;
            return Task.FromResult(AuthenticateResult.Fail(refusal!));
        }
        Context.Features.Set(key);
        Claim[] claims = [new(ClaimTypes.NameIdentifier, key.Id), new(ClaimTypes.Name, key.Name), .. key.Scopes.Select(s => new Claim(ScopeClaim, s))];
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = _refusal is null ? $"Bearer realm=\"{Realm}\"" : $"Bearer realm=\"{Realm}\", error=\"invalid_token\"";
        return ApiErrorWriter.WriteAsync(Context, new ApiError(StatusCodes.Status401Unauthorized, "invalid_api_key",
            _refusal ?? "This server asks for an API key; send it as 'Authorization: Bearer ub_...', or in the header x-api-key."));
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var missing = AccessPolicyHandler.MissingScope(Context) ?? AccessScopes.Admin;
        Response.Headers.WWWAuthenticate = $"Bearer realm=\"{Realm}\", error=\"insufficient_scope\", scope=\"{missing}\"";
        return ApiErrorWriter.WriteAsync(Context, new ApiError(StatusCodes.Status403Forbidden, "insufficient_scope", $"The API key lacks the scope '{missing}'; ask for a key that has it."));
    }

    /// <summary>The key that came along; null where none did, and an empty text, which is no key, where several headers disagree.</summary>
    private string? Sent()
    {
        string? sent = null;
        if (Request.Headers.TryGetValue(HeaderNames.Authorization, out var authorization))
            sent = Only(authorization) is { } value && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : "";
        foreach (var name in KeyHeaders)
        {
            if (!Request.Headers.TryGetValue(name, out var values))
                continue;
            var value = Only(values)?.Trim() ?? "";
            if (sent is not null && sent != value)
                return "";
            sent = value;
        }
        return sent;
    }

    private static string? Only(StringValues values) => values.Count == 1 ? values[0] : null;
}
