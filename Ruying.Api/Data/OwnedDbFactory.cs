using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Security;

namespace Ruying.Api.Data;

/// <summary>
/// Makes contexts of the database that the settings name. They show a request its owner's rows only; what works outside of requests sees all.
/// </summary>
public sealed class OwnedDbFactory(IServiceProvider services, IOptions<ServiceOptions> options, IHttpContextAccessor requests) : IDbContextFactory<RuyingDb>
{
    public RuyingDb CreateDbContext()
    {
        // A request without an owner sees nothing rather than everything.
        var owner = requests.HttpContext is { } request ? Caller.Owner(request.User) ?? "" : null;
        RuyingDb db = options.Value.Database == DatabaseSetup.Postgres
            ? services.GetRequiredService<IDbContextFactory<PostgresDb>>().CreateDbContext()
            : services.GetRequiredService<IDbContextFactory<SqliteDb>>().CreateDbContext();
        db.Owner = owner;
        return db;
    }
}
