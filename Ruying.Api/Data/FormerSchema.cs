using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ruying.Api.Data;

/// <summary>The tables of before there were migrations: SQLite only, with their version in <c>user_version</c>. They become the first migration's.</summary>
internal static class FormerSchema
{
    /// <summary>The version that the first migration makes.</summary>
    public const int Version = 7;

    /// <summary>What leads from each version to the next; the first from version 1.</summary>
    private static readonly string[] Steps =
    [
        """
        ALTER TABLE avatars ADD COLUMN Engine TEXT NULL;
        ALTER TABLE videos ADD COLUMN Engine TEXT NULL;
        ALTER TABLE videos ADD COLUMN Expressiveness REAL NOT NULL DEFAULT 1;
        """,
        """
        ALTER TABLE videos ADD COLUMN Captions TEXT NOT NULL DEFAULT '';
        ALTER TABLE videos ADD COLUMN BurnCaptions INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE videos ADD COLUMN Loudness REAL NOT NULL DEFAULT -16;
        ALTER TABLE videos ADD COLUMN MusicName TEXT NULL;
        ALTER TABLE videos ADD COLUMN MusicVolume REAL NOT NULL DEFAULT 1;
        ALTER TABLE videos ADD COLUMN Denoise INTEGER NOT NULL DEFAULT 0;
        """,
        """
        ALTER TABLE videos ADD COLUMN Transcript TEXT NULL;
        ALTER TABLE videos ADD COLUMN Lead REAL NULL;
        ALTER TABLE videos ADD COLUMN Tail REAL NULL;
        """,
        "ALTER TABLE videos ADD COLUMN Marks TEXT NULL;",
        """
        ALTER TABLE avatars ADD COLUMN OwnerId TEXT NOT NULL DEFAULT 'local';
        ALTER TABLE videos ADD COLUMN OwnerId TEXT NOT NULL DEFAULT 'local';
        ALTER TABLE jobs ADD COLUMN OwnerId TEXT NOT NULL DEFAULT 'local';
        CREATE INDEX IX_avatars_OwnerId ON avatars (OwnerId);
        CREATE INDEX IX_videos_OwnerId ON videos (OwnerId);
        CREATE INDEX IX_jobs_OwnerId ON jobs (OwnerId);
        CREATE TABLE keys (
            Id TEXT NOT NULL CONSTRAINT PK_keys PRIMARY KEY,
            OwnerId TEXT NOT NULL,
            Name TEXT NOT NULL,
            Hash TEXT NOT NULL,
            Scopes TEXT NOT NULL,
            CreatedAt INTEGER NOT NULL,
            ExpiresAt INTEGER NULL,
            LastUsedAt INTEGER NULL,
            RevokedAt INTEGER NULL
        );
        CREATE UNIQUE INDEX IX_keys_Hash ON keys (Hash);
        """,
        """
        ALTER TABLE jobs ADD COLUMN Eta INTEGER NULL;
        CREATE TABLE idempotency (
            Id TEXT NOT NULL CONSTRAINT PK_idempotency PRIMARY KEY, Fingerprint TEXT NULL, Status INTEGER NULL, ContentType TEXT NULL,
            Location TEXT NULL, Body BLOB NULL, CreatedAt INTEGER NOT NULL);
        CREATE INDEX IX_idempotency_CreatedAt ON idempotency (CreatedAt);
        CREATE TABLE webhooks (
            Id TEXT NOT NULL CONSTRAINT PK_webhooks PRIMARY KEY, OwnerId TEXT NOT NULL, Url TEXT NOT NULL, Secret TEXT NOT NULL, Events TEXT NOT NULL, CreatedAt INTEGER NOT NULL);
        CREATE INDEX IX_webhooks_OwnerId ON webhooks (OwnerId);
        CREATE TABLE deliveries (
            Id TEXT NOT NULL CONSTRAINT PK_deliveries PRIMARY KEY, WebhookId TEXT NOT NULL, Event TEXT NOT NULL, Body TEXT NOT NULL, State TEXT NOT NULL,
            Attempts INTEGER NOT NULL, NextAt INTEGER NOT NULL, Status INTEGER NULL, Error TEXT NULL, CreatedAt INTEGER NOT NULL, TriedAt INTEGER NULL,
            CONSTRAINT FK_deliveries_webhooks_WebhookId FOREIGN KEY (WebhookId) REFERENCES webhooks (Id) ON DELETE CASCADE);
        CREATE INDEX IX_deliveries_State_NextAt ON deliveries (State, NextAt);
        CREATE INDEX IX_deliveries_WebhookId ON deliveries (WebhookId);
        """,
    ];

    /// <summary>The version; 0 where there are no tables.</summary>
    public static Task<int> FindVersionAsync(RuyingDb db, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<int>("SELECT user_version AS Value FROM pragma_user_version").SingleAsync(cancellationToken);

    /// <summary>Brings the tables to <see cref="Version"/> and notes the first migration as applied, all or nothing.</summary>
    /// <param name="db">The database.</param>
    /// <param name="from">Its version, at least 1.</param>
    /// <param name="cancellationToken">Stops; nothing was changed.</param>
    public static async Task AdoptAsync(RuyingDb db, int from, CancellationToken cancellationToken)
    {
        var history = db.GetService<IHistoryRepository>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        for (var version = from; version < Version; version++)
        {
            await db.Database.ExecuteSqlRawAsync(Steps[version - 1], cancellationToken);
        }

        var first = new HistoryRow(db.Database.GetMigrations().First(), ProductInfo.GetVersion());
        await db.Database.ExecuteSqlRawAsync(history.GetCreateIfNotExistsScript(), cancellationToken);
        await db.Database.ExecuteSqlRawAsync(history.GetInsertScript(first), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Lets a version that knows no migrations refuse the tables, rather than stumble over them.</summary>
    public static Task NoteAsync(RuyingDb db, int version, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"), cancellationToken);
}
