using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Pipeline;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Data;

[Collection(PostgresTests.Name)]
public sealed class SchemaTests(PostgresServer server) : IDisposable
{
    private readonly TempFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Migrations_BothKinds_AreOfTheSameNamesAndMakeTheModel()
    {
        using RuyingDb sqlite = Sqlite("unused.db").CreateDbContext(), postgres = new Contexts(() => new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql().Options)).CreateDbContext();
        foreach (var db in new[] { sqlite, postgres })
        {
            db.Database.HasPendingModelChanges().ShouldBeFalse($"{db.GetType().Name}: run Ruying.Api/Data/Migrations/add.sh");
            db.Database.GetMigrations().ShouldBe(db.Database.GetMigrations().Order(StringComparer.Ordinal));
        }

        Names(sqlite).ShouldBe(Names(postgres));
        static IEnumerable<string> Names(RuyingDb db) => db.Database.GetMigrations().Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prepare_SeveralAtOnce_MakeTheTablesOnce(bool postgres)
    {
        var databases = postgres ? Postgres(await server.CreateDatabaseAsync()) : Sqlite("new.db");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new Schema(databases).PrepareAsync(default))));

        await using var db = databases.CreateDbContext();
        (await db.Database.GetAppliedMigrationsAsync()).ShouldBe(db.Database.GetMigrations());
        (await Schema.FindVersionAsync(db, default)).ShouldBe(Schema.Version);
        (await db.Jobs.CountAsync()).ShouldBe(0);
        (await db.Deliveries.CountAsync()).ShouldBe(0);
        await new Schema(databases).RequireAsync(default);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prepare_TablesOfALaterVersion_IsRefusedAndChangesNothing(bool postgres)
    {
        var databases = postgres ? Postgres(await server.CreateDatabaseAsync()) : Sqlite("later.db");
        await using var db = databases.CreateDbContext();
        (await Should.ThrowAsync<EnvironmentException>(() => new Schema(databases).RequireAsync(default))).Code.ShouldBe("data.version");
        await new Schema(databases).PrepareAsync(default);
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99990101000000_Later', '99')""");

        (await Should.ThrowAsync<EnvironmentException>(() => new Schema(databases).PrepareAsync(default))).Code.ShouldBe("data.version");
        (await Should.ThrowAsync<EnvironmentException>(() => new Schema(databases).RequireAsync(default))).Code.ShouldBe("data.version");
    }

    [Fact]
    public async Task Prepare_AfterAProgramWasKilledAtIt_GoesOn()
    {
        var databases = Sqlite("killed.db");
        await using var db = databases.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(
            """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')""");

        await new Schema(databases).PrepareAsync(default).WaitAsync(TimeSpan.FromMinutes(1));

        (await Schema.FindVersionAsync(db, default)).ShouldBe(Schema.Version);
    }

    [Fact]
    public async Task Prepare_TablesOfVersion1_BecomeThoseOfANewFolder()
    {
        var (old, fresh) = (Sqlite("old.db"), Sqlite("fresh.db"));
        await new Schema(fresh).PrepareAsync(default);
        await KeptData.DatabaseAsync(_work.File("old.db"));
        Scalar("old.db", "DELETE FROM deliveries; ALTER TABLE avatars DROP COLUMN Engine; ALTER TABLE videos DROP COLUMN Engine; ALTER TABLE videos DROP COLUMN Expressiveness; ALTER TABLE videos DROP COLUMN Captions; ALTER TABLE videos DROP COLUMN BurnCaptions; ALTER TABLE videos DROP COLUMN Loudness; ALTER TABLE videos DROP COLUMN MusicName; ALTER TABLE videos DROP COLUMN MusicVolume; ALTER TABLE videos DROP COLUMN Denoise; ALTER TABLE videos DROP COLUMN Transcript; ALTER TABLE videos DROP COLUMN Lead; ALTER TABLE videos DROP COLUMN Tail; ALTER TABLE videos DROP COLUMN Marks; DROP INDEX IX_avatars_OwnerId; DROP INDEX IX_videos_OwnerId; DROP INDEX IX_jobs_OwnerId; ALTER TABLE avatars DROP COLUMN OwnerId; ALTER TABLE videos DROP COLUMN OwnerId; ALTER TABLE jobs DROP COLUMN OwnerId; DROP TABLE keys; ALTER TABLE jobs DROP COLUMN Eta; DROP TABLE idempotency; DROP TABLE deliveries; DROP TABLE webhooks; PRAGMA user_version = 1");

        await new Schema(old).PrepareAsync(default);
        await new Schema(old).PrepareAsync(default);

        Columns("old.db").ShouldBe(Columns("fresh.db"));
        Scalar("old.db", "PRAGMA journal_mode").ShouldBe("wal");
        Scalar("old.db", "PRAGMA user_version").ShouldBe((long)Schema.Version);
        await using var db = old.CreateDbContext();
        (await db.Avatars.Select(a => a.OwnerId).Distinct().ToListAsync()).ShouldBe(["local"]);
    }

    /// <summary>Tables, their columns and indexes, in no order of their making.</summary>
    private IEnumerable<string> Columns(string name) => ((string)Scalar(
        name,
        """
        SELECT group_concat(line, ';') FROM (
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS line FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
            UNION ALL SELECT tbl_name || ' ' || name FROM sqlite_master WHERE type = 'index')
        """)!).Split(';').Order(StringComparer.Ordinal);

    private Contexts Sqlite(string name) => new(() => new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={_work.File(name)};Pooling=False").Options));

    private static Contexts Postgres(string address) => new(() => new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(address).Options));

    private object? Scalar(string name, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_work.File(name)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private sealed class Contexts(Func<RuyingDb> create) : IDbContextFactory<RuyingDb>
    {
        public RuyingDb CreateDbContext() => create();
    }
}
