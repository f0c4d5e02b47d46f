using Microsoft.Data.Sqlite;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Shouldly;

namespace Ruying.Tests.Api;

/// <summary>A data folder and a double for each test.</summary>
public abstract class ServiceTest : IDisposable
{
    private readonly TestModels _models = new();

    protected ServiceTest() => Pipeline = new PipelineDouble(
        new ModelStore(Path.Combine(Folder, "models"), _models.Sessions, TimeProvider.System),
        new PipelineOptions { ModelMirror = Mirror, AvailableModelsFile = Path.Combine(Mirror, "voices.json") });

    /// <summary>A mirror's folder, with the list of what is in it; a test fills it.</summary>
    internal string Mirror { get; } = Directory.CreateTempSubdirectory("ruying-mirror-").FullName;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("ruying-api-").FullName;

    internal PipelineDouble Pipeline { get; }

    internal ServiceHost Host(params (string Key, string Value)[] settings) => new(Folder, Pipeline, settings);

    internal string[] Files(string below) => Directory.GetFileSystemEntries(Path.Combine(Folder, below));

    /// <summary>A folder of the data folder holds nothing, or soon: files go after the rows that told of them.</summary>
    internal async Task ShouldBecomeEmptyAsync(string below)
    {
        await Eventually.SoAsync(() => Files(below).Length == 0);
        Files(below).ShouldBeEmpty();
    }

    /// <summary>Changes rows of the service's database behind its back.</summary>
    /// <returns>How many.</returns>
    internal int ExecuteSql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "ruying.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>The job that made something ended some days ago.</summary>
    internal void AgeJob(string subject, int days) =>
        ExecuteSql(FormattableString.Invariant($"UPDATE jobs SET FinishedAt = {TimeProvider.System.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds()} WHERE SubjectId = '{subject}'")).ShouldBe(1);

    internal static Uri At(string address) => new(address, UriKind.Relative);

    public void Dispose()
    {
        Pipeline.Dispose();
        _models.Dispose();
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(Mirror, recursive: true);
        GC.SuppressFinalize(this);
    }
}
