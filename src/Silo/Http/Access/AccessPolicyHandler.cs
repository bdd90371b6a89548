using Microsoft.AspNetCore.Authorization;

namespace UniBind.Grid.Silo;

/// <summary>Decides whether a caller has what an endpoint asks for. The scope admin implies the others; without keys everybody has everything (see <see cref="AccessRules"/>).</summary>
internal sealed class AccessPolicyHandler(ApiKeyStore store, AccessOptions options) : AuthorizationHandler<AccessRequirement>
{
    private static readonly object Missing = new();

    /// <summary>The scope that a request was refused for; null where it was not.</summary>
    public static string? MissingScope(HttpContext context) => context.Items.TryGetValue(Missing, out var scope) ? scope as string : null;

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var user = context.User;
        var isKnown = user.Identity?.IsAuthenticated == true;
        var isAllowed = !store.IsOn
            || (requirement.IsMetrics && options.OpenMetrics)
            || (isKnown && (requirement.Scope is null
                || user.HasClaim(ApiKeyHandler.ScopeClaim, requirement.Scope)
                || user.HasClaim(ApiKeyHandler.ScopeClaim, AccessScopes.Admin)));
        if (isAllowed)
            context.Succeed(requirement);
        else if (context.Resource is HttpContext http)
            http.Items[Missing] = requirement.Scope;
        return Task.CompletedTask;
    }
}
