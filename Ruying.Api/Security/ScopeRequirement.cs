using Microsoft.AspNetCore.Authorization;
using Ruying.Api.Keys;

namespace Ruying.Api.Security;

/// <summary>Looking needs <c>read</c>, everything else <c>write</c>, what is marked <see cref="AdminOnly"/> <c>admin</c>.</summary>
internal sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext request && Caller.Scopes(context.User).HasFlag(Needed(request)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static KeyScopes Needed(HttpContext request) =>
        request.GetEndpoint()?.Metadata.GetMetadata<AdminOnly>() is not null ? KeyScopes.Admin
        : HttpMethods.IsGet(request.Request.Method) || HttpMethods.IsHead(request.Request.Method) || HttpMethods.IsOptions(request.Request.Method) ? KeyScopes.Read
        : KeyScopes.Write;
}
