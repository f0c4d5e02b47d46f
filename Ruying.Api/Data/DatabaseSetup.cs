using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ruying.Api.Storage;

namespace Ruying.Api.Data;

/// <summary>Which database the service keeps its tables in.</summary>
internal static class DatabaseSetup
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    public static void AddDatabase(this IServiceCollection services)
    {
        services.AddPooledDbContextFactory<SqliteDb>((provider, options) => options.UseSqlite(new SqliteConnectionStringBuilder
        {
            DataSource = provider.GetRequiredService<DataFolder>().Database,
            DefaultTimeout = SqliteOpening.Seconds,
        }.ToString()).AddInterceptors(new SqliteOpening()));
        services.AddPooledDbContextFactory<PostgresDb>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<IOptions<ServiceOptions>>().Value.Postgres));
        services.AddSingleton<IDbContextFactory<RuyingDb>, OwnedDbFactory>();
        services.AddHttpContextAccessor();
        services.AddSingleton<Schema>();
    }
}
