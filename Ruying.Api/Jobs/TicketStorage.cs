using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;
using Ruying.Api.Data;

namespace Ruying.Api.Jobs;

/// <summary>Where Hangfire keeps its tickets: in memory, or in the database that all servers share.</summary>
internal static class TicketStorage
{
    private static readonly PostgreSqlStorageOptions Shared = new()
    {
        // Made with our own tables, by one at a time.
        PrepareSchemaIfNecessary = false,

        // A ticket is its worker's while that lives; off, one that runs longer than the timeout would run on two.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(30),
        QueuePollInterval = TimeSpan.FromSeconds(1),
    };

    public static JobStorage Create(ServiceOptions options) => options.Database == DatabaseSetup.Postgres
        ? new PostgreSqlStorage(new NpgsqlConnectionFactory(options.Postgres, Shared), Shared)
        : new InMemoryStorage();

    /// <summary>Makes Hangfire's tables where they are not there.</summary>
    public static async Task PrepareAsync(string address, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync(cancellationToken);
        PostgreSqlObjectsInstaller.Install(connection, Shared.SchemaName);
    }
}
