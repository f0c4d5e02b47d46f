using Microsoft.EntityFrameworkCore.Migrations;

namespace Ruying.Api.Data.Migrations;

/// <summary>Counts what was made before there was a table for it, as far as it is still there.</summary>
internal static class EarlierUsage
{
    private const string SqliteDay = """date(j."FinishedAt" / 1000, 'unixepoch')""";
    private const string PostgresDay = """(to_timestamp(j."FinishedAt" / 1000) AT TIME ZONE 'UTC')::date""";

    /// <summary>For the migration that makes the table, after it has.</summary>
    public static void CountEarlierUsage(this MigrationBuilder migration) => migration.Sql(
        $"""
        INSERT INTO "usage" ("JobId", "OwnerId", "Kind", "Seconds", "Day")
        SELECT j."Id", j."OwnerId", j."Kind", COALESCE(v."Seconds", 0), {(migration.ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true ? SqliteDay : PostgresDay)}
        FROM "jobs" AS j LEFT JOIN "videos" AS v ON v."Id" = j."SubjectId"
        WHERE j."State" = 'Succeeded' AND j."Kind" IN ('Avatar', 'StudioAvatar', 'Video') AND j."FinishedAt" IS NOT NULL
        """);
}
