using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Ruying.Pipeline;

namespace Ruying.Api.Data;

/// <summary>Makes the tables of a new data folder, brings older ones up to date, and recognises those of a later version.</summary>
public sealed class Schema(IDbContextFactory<RuyingDb> databases)
{
    /// <summary>Raised with every change of the tables; kept in the database's <c>user_version</c>.</summary>
    public const int Version = 8;

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
        """
        CREATE TABLE uploads (
            Id TEXT NOT NULL CONSTRAINT PK_uploads PRIMARY KEY, OwnerId TEXT NOT NULL, Name TEXT NOT NULL, Length INTEGER NOT NULL, Metadata TEXT NULL,
            CreatedAt INTEGER NOT NULL, TouchedAt INTEGER NOT NULL, FinishedAt INTEGER NULL, UsedAs TEXT NULL);
        CREATE INDEX IX_uploads_OwnerId ON uploads (OwnerId);
        """,
    ];

    /// <summary>For programs beside the service, which change no tables.</summary>
    /// <exception cref="EnvironmentException">The tables are not of this version (<c>data.version</c>).</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await FindVersionAsync(db, cancellationToken);
        if (found != Version)
        {
            throw new EnvironmentException(
                "data.version", $"The data folder is of another version of Ruying (schema {found}, this one needs {Version}); start the service of this version once, or use that one.");
        }
    }

    /// <exception cref="EnvironmentException">The tables are of another version (<c>data.version</c>).</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);

        // Tables of our own making carry the version from the same transaction on, so that no half-made schema passes as ours.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await FindVersionAsync(db, cancellationToken);
        if (found == 0)
        {
            await db.Database.ExecuteSqlRawAsync(db.Database.GenerateCreateScript(), cancellationToken);
        }
        else if (found is < 1 or > Version)
        {
            throw new EnvironmentException(
                "data.version",
                $"The data folder was written by another version of Ruying (schema {found}, this one needs {Version}); use that version or another data folder.");
        }

        for (var version = Math.Max(found, 1); found > 0 && version < Version; version++)
        {
            await db.Database.ExecuteSqlRawAsync(Steps[version - 1], cancellationToken);
        }

        if (found != Version)
        {
            await db.Database.ExecuteSqlRawAsync(
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The version of a database's tables; 0 where there are none.</summary>
    internal static Task<int> FindVersionAsync(RuyingDb db, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<int>("SELECT user_version AS Value FROM pragma_user_version").SingleAsync(cancellationToken);
}
