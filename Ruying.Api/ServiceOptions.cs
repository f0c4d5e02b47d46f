using System.ComponentModel.DataAnnotations;
using Ruying.Pipeline.Media;
using Ruying.Api.Data;
using Ruying.Api.Previews;
using Ruying.Api.Retention;
using Ruying.Api.Storage;
using Ruying.Api.Storage.S3;

namespace Ruying.Api;

/// <summary>Settings of the service: section <c>Ruying</c>.</summary>
public sealed class ServiceOptions
{
    /// <summary>The folder that holds everything the service keeps.</summary>
    /// <value>Default: the environment variable <c>RUYING_DATA</c>, else <c>data</c> in the current folder.</value>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>What keeps the tables: <c>sqlite</c>, a file in the data folder, or <c>postgres</c>.</summary>
    /// <value>Default: <c>sqlite</c>.</value>
    [Required]
    [RegularExpression("sqlite|postgres")]
    public string Database { get; set; } = "sqlite";

    /// <summary>Where the PostgreSQL database is, such as <c>Host=db;Database=ruying;Username=ruying;Password=...</c>; it is there, and empty at first.</summary>
    /// <value>Default: none.</value>
    public string Postgres { get; set; } = "";

    /// <summary>What keeps uploads, avatars and videos: <c>disk</c>, the data folder, or <c>s3</c>, an S3-compatible store (<see cref="S3"/>).</summary>
    /// <value>Default: <c>disk</c>.</value>
    [Required]
    [RegularExpression("disk|s3")]
    public string Storage { get; set; } = StoreSetup.Disk;

    /// <summary>Where the store is.</summary>
    /// <value>Default: see there.</value>
    public S3Options S3 { get; set; } = new();

    /// <summary>What this process does: <c>all</c>, or beside others <c>web</c> or <c>worker</c>.</summary>
    /// <value>Default: <c>all</c>.</value>
    public ServerRole Role { get; set; } = ServerRole.All;

    /// <summary>Whether the data folder lies on a network file system that all servers have mounted.</summary>
    /// <value>Default: no.</value>
    public bool SharedFolder { get; set; }

    /// <summary>A server that gave no sign of life for so many seconds is taken for dead, and others do its jobs. Clocks must agree better than that.</summary>
    /// <value>Default: 60.</value>
    [Range(3, 3600)]
    public int ServerTimeout { get; set; } = 60;

    /// <summary>The largest file taken, in bytes.</summary>
    /// <value>Default: 2 GiB.</value>
    [Range(1, long.MaxValue)]
    public long UploadLimit { get; set; } = 2L << 30;

    /// <summary>Bytes that each owner may have stored in uploads, avatars and videos; 0 for any number.</summary>
    /// <value>Default: 0.</value>
    [Range(0, long.MaxValue)]
    public long Quota { get; set; }

    /// <summary>The largest model taken, in bytes.</summary>
    /// <value>Default: 1 GiB.</value>
    [Range(1, Ruying.Pipeline.Models.ModelStore.LargestBytes)]
    public long ModelLimit { get; set; } = 1L << 30;

    /// <summary>The longest script taken, in characters.</summary>
    /// <value>Default: 50,000, close to an hour of speech.</value>
    [Range(1, int.MaxValue)]
    public int ScriptLimit { get; set; } = 50_000;

    /// <summary>Requests a minute that each key may make, and each address that shows none; 0 for any number.</summary>
    /// <value>Default: 1,200.</value>
    [Range(0, 1_000_000)]
    public int RateLimit { get; set; } = 1200;

    /// <summary>Jobs of one owner that may wait or run at a time.</summary>
    /// <value>Default: 2,000.</value>
    [Range(1, int.MaxValue)]
    public int QueueLimit { get; set; } = 2000;

    /// <summary>Drafts that one owner may have.</summary>
    /// <value>Default: 200.</value>
    [Range(1, 100_000)]
    public int DraftLimit { get; set; } = 200;

    /// <summary>Videos that this process renders at once.</summary>
    /// <value>Default: 1, which keeps two cores busy. 0 renders none: they wait.</value>
    [Range(0, 64)]
    public int VideoWorkers { get; set; } = 1;

    /// <summary>Avatars that this process builds at once.</summary>
    /// <value>Default: 1. 0 builds none.</value>
    [Range(0, 64)]
    public int AvatarWorkers { get; set; } = 1;

    /// <summary>Previews of videos and of their speech.</summary>
    /// <value>Default: see there.</value>
    public PreviewSettings Previews { get; set; } = new();

    /// <summary>Addresses of proxies whose word on the caller's address and protocol is taken, with commas between them.</summary>
    /// <value>Default: none.</value>
    public string TrustedProxies { get; set; } = "";

    /// <summary>Where people reach the service, such as <c>https://ruying.example.com</c>: links to shared videos begin so.</summary>
    /// <value>Default: none; then they begin with where the request was sent to that makes them.</value>
    [RegularExpression("https?://[^ ?#]+", ErrorMessage = "give an address such as https://ruying.example.com")]
    public string PublicUrl { get; set; } = "";

    /// <summary>What one run of ffmpeg may take, so that no upload can take the machine.</summary>
    /// <value>Default: see there.</value>
    public FfmpegLimits Ffmpeg { get; set; } = new();

    /// <summary>Whether webhooks may lead to this machine and into private networks.</summary>
    /// <value>Default: no.</value>
    public bool WebhooksToPrivateAddresses { get; set; }

    /// <summary>Where networks run: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    /// <value>Default: <c>auto</c>.</value>
    [Required]
    [RegularExpression("auto|cpu|cuda")]
    public string Device { get; set; } = "auto";

    /// <summary>How the service's log is written to the console: <c>text</c> or <c>json</c>, one object a line.</summary>
    /// <value>Default: <c>text</c>.</value>
    [Required]
    [RegularExpression("text|json")]
    public string LogFormat { get; set; } = "text";

    /// <summary>The longest log kept of one job, in bytes; its older half goes when it grows longer.</summary>
    /// <value>Default: 1 MiB. 4 KiB to 64 MiB.</value>
    [Range(4 << 10, 64 << 20)]
    public int JobLogLimit { get; set; } = 1 << 20;

    /// <summary>Below this much room on the data folder's disk the service says that it is not ready, in bytes.</summary>
    /// <value>Default: 1 GiB.</value>
    [Range(0, long.MaxValue)]
    public long FreeSpaceMinimum { get; set; } = 1L << 30;

    /// <summary>Whether other servers may use the same tables and files.</summary>
    internal bool IsShared => Database == DatabaseSetup.Postgres && (SharedFolder || Storage == StoreSetup.S3);

    /// <summary>How long things are kept.</summary>
    /// <value>Default: for good, except uploads that nobody finishes or uses.</value>
    public RetentionOptions Retention { get; set; } = new();
}
