using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using Microsoft.Extensions.Options;
using Ruying.Api;
using Ruying.Api.Storage;
using Ruying.Api.Storage.S3;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Storage;

/// <summary>
/// An S3 server of the tests' own: Ceph's gateway over a new cluster of one monitor and one store in memory, on loopback, in a temporary folder.
/// It is a real implementation of S3, though not Amazon's.
/// </summary>
public sealed class S3Server : IAsyncLifetime
{
    private const string AccessKey = "ruying", SecretKey = "only-for-tests";

    private static readonly string[] Programs = ["ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin"];

    private readonly string _folder = Directory.CreateTempSubdirectory("ruying-s3-").FullName;
    private readonly List<Process> _running = [];
    private readonly int _port = FreePort();
    private Process? _gateway;
    private int _buckets;

    public static bool IsInstalled { get; } = Programs.All(IsFound);

    public string Endpoint => $"http://127.0.0.1:{_port}";

    /// <summary>Makes an empty bucket; skips the test where Ceph is not installed.</summary>
    /// <returns>Where it is.</returns>
    public async Task<S3Options> CreateBucketAsync()
    {
        Skip.IfNot(IsInstalled, "Ceph is not installed: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd");
        var options = new S3Options { Endpoint = Endpoint, Bucket = $"test{Interlocked.Increment(ref _buckets)}", AccessKey = AccessKey, SecretKey = SecretKey };
        using var client = Client(options);
        await client.PutBucketAsync(options.Bucket);
        return options;
    }

    internal static AmazonS3Client Client(S3Options options) => S3Clients.Create(options, options.Endpoint);

    /// <summary>The settings of a service that keeps its files there.</summary>
    public static (string Key, string Value)[] Settings(S3Options options) =>
    [
        ("Ruying:Storage", "s3"), ("Ruying:S3:Endpoint", options.Endpoint), ("Ruying:S3:Bucket", options.Bucket),
        ("Ruying:S3:AccessKey", options.AccessKey), ("Ruying:S3:SecretKey", options.SecretKey),
    ];

    /// <summary>A store there, with a folder of the test's for what it keeps on disk.</summary>
    internal static S3Store Store(S3Options options, string folder, long largestCopy = 1L << 30)
    {
        var settings = Options.Create(new ServiceOptions { DataFolder = folder, Storage = "s3", S3 = options });
        return new S3Store(settings, new DataFolder(settings), TimeProvider.System) { LargestCopy = largestCopy };
    }

    /// <summary>All names in the bucket, in order.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(S3Options options)
    {
        using var client = Client(options);
        return [.. ((await client.ListObjectsV2Async(new() { BucketName = options.Bucket })).S3Objects ?? []).Select(o => o.Key).Order(StringComparer.Ordinal)];
    }

    public async Task InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        var (id, disk, monitor) = (Guid.NewGuid(), Guid.NewGuid(), $"[v2:127.0.0.1:{FreePort()}/0]");
        Directory.CreateDirectory(At("mon"));
        Directory.CreateDirectory(At("osd"));
        await File.WriteAllTextAsync(At("ceph.conf"), Configuration(id, monitor));
        await RunAsync("monmaptool", "--create", "--fsid", $"{id}", "--addv", "a", monitor, At("monmap"));
        await RunAsync("ceph-mon", "--mkfs", "-i", "a", "--monmap", At("monmap"));
        _running.Add(Start("ceph-mon", "-i", "a", "-f"));
        await RunAsync("ceph", "osd", "new", $"{disk}");
        await RunAsync("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", $"{disk}");
        _running.Add(Start("ceph-osd", "-i", "0", "-f"));
        await RunAsync("radosgw-admin", "user", "create", "--uid", "ruying", "--display-name", "ruying", "--access-key", AccessKey, "--secret-key", SecretKey);
        await StartAsync();
    }

    /// <summary>Starts the gateway and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _gateway = Start("radosgw", "-n", "client.rgw", "-f");
        using var client = new HttpClient();
        var isThere = false;
        await Eventually.SoAsync(async () => isThere = await AnswersAsync(client));
        isThere.ShouldBeTrue("radosgw does not answer");
    }

    /// <summary>Stops the gateway at once; what it keeps stays.</summary>
    public async Task StopAsync()
    {
        _gateway!.Kill();
        await _gateway.WaitForExitAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _running.Append(_gateway).OfType<Process>().Reverse())
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsFound(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Configuration(Guid id, string monitor) => $"""
        [global]
        fsid = {id}
        mon host = {monitor}
        mon initial members = a
        public addr = 127.0.0.1
        public network = 127.0.0.0/8
        ms bind msgr1 = false
        auth cluster required = none
        auth service required = none
        auth client required = none
        # Without keys there is nothing to encrypt with.
        ms mon client mode = crc
        ms mon cluster mode = crc
        ms mon service mode = crc
        # Pools are made one after another: each waits for this.
        paxos propose interval = 0.05
        paxos min wait = 0.01
        run dir = {_folder}
        admin socket = {_folder}/$name.asok
        log file = {_folder}/$name.log
        pid file =
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 4
        osd pool default pgp num = 4
        osd crush chooseleaf type = 0
        mon allow pool size one = true
        mon max pg per osd = 1000
        [mon]
        mon data = {_folder}/mon
        [osd]
        osd data = {_folder}/osd
        osd objectstore = memstore
        memstore device bytes = 1G
        [client.rgw]
        rgw frontends = beast endpoint=127.0.0.1:{_port}
        rgw thread pool size = 32

        """;

    private async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(new Uri(Endpoint))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task RunAsync(string program, params string[] words)
    {
        using var process = Start(program, words);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', words)}: {await File.ReadAllTextAsync(At(program + ".out"))}");
    }

    private Process Start(string program, params string[] words)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", At(program + ".out"), program, .. words]) { WorkingDirectory = _folder };
        start.Environment["CEPH_CONF"] = At("ceph.conf");
        return Process.Start(start)!;
    }
}

[CollectionDefinition(Name)]
public sealed class S3Tests : ICollectionFixture<S3Server>
{
    public const string Name = "s3";
}
