using Microsoft.EntityFrameworkCore;
using Ruying.Api.Security;

namespace Ruying.Api.Data;

/// <summary>Makes contexts that show a request its owner's rows only; what works outside of requests sees all.</summary>
public sealed class OwnedDbFactory(DbContextOptions<RuyingDb> options, IHttpContextAccessor requests) : IDbContextFactory<RuyingDb>
{
    // A request without an owner sees nothing rather than everything.
    public RuyingDb CreateDbContext() => new(options) { Owner = requests.HttpContext is { } request ? Caller.Owner(request.User) ?? "" : null };
}
