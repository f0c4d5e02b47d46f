using System.Diagnostics;
using Npgsql;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Data;

/// <summary>A PostgreSQL server of the tests' own: a new cluster in a temporary folder, reached through a socket in it and from nowhere else.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ruying-pg-").FullName;
    private readonly string? _programs = FindPrograms();
    private int _databases;

    /// <summary>Makes an empty database; skips the test where PostgreSQL is not installed.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        Skip.If(_programs is null, "PostgreSQL is not installed: apt-get install postgresql");
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(Address("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return Address(name);
    }

    /// <summary>What a query of one value says.</summary>
    public static async Task<object?> ScalarAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public async Task InitializeAsync()
    {
        if (_programs is null)
        {
            return;
        }

        // PostgreSQL refuses root: another then owns the folder.
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", _folder);
        }

        await RunAsync("chmod", "755", _folder);
        await ServeAsync("initdb", "--auth=trust", "--username=ruying", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D", Path.Combine(_folder, "data"));
        await StartAsync();
    }

    /// <summary>Starts it; again, where processes of one that was stopped at once still hold its memory.</summary>
    public async Task StartAsync()
    {
        string[] words =
        [
            "-D", Path.Combine(_folder, "data"), "-l", Path.Combine(_folder, "log"), "-w", "-t", "120",
            "-o", $"-k {_folder} -c listen_addresses='' -c fsync=off -c max_connections=300", "start",
        ];
        var code = -1;
        await Eventually.SoAsync(async () => (code = await TryServeAsync("pg_ctl", words)) == 0);
        code.ShouldBe(0, await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
    }

    /// <summary>Stops it at once, as when the machine goes.</summary>
    public Task StopAsync() => ServeAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");

    public async Task DisposeAsync()
    {
        if (_programs is not null && File.Exists(Path.Combine(_folder, "data", "postmaster.pid")))
        {
            await StopAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    // Debian keeps them out of PATH.
    private static string? FindPrograms() => (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .Select(version => Path.Combine(version, "bin"))
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));

    private string Address(string database) => $"Host={_folder};Database={database};Username=ruying;Maximum Pool Size=40";

    private async Task ServeAsync(string program, params string[] words) =>
        (await TryServeAsync(program, words)).ShouldBe(0, $"{program} {string.Join(' ', words)}");

    private Task<int> TryServeAsync(string program, string[] words)
    {
        var path = Path.Combine(_programs!, program);
        return Environment.IsPrivilegedProcess ? TryRunAsync("runuser", ["-u", "postgres", "--", path, .. words]) : TryRunAsync(path, words);
    }

    private async Task RunAsync(string program, params string[] words) =>
        (await TryRunAsync(program, words)).ShouldBe(0, $"{program} {string.Join(' ', words)}");

    private async Task<int> TryRunAsync(string program, string[] words)
    {
        // Its output goes nowhere: the server would hold a pipe open after the program that started it has ended.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", Path.Combine(Path.GetTempPath(), $"ruying-pg-{Environment.ProcessId}.log"), program, .. words])
        {
            WorkingDirectory = _folder,
        })!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return process.ExitCode;
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
