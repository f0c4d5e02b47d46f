using Ruying.Api.Backups;
using Ruying.Tests.Media;

namespace Ruying.Tests.Api.Data;

/// <summary>A backup that version 7 of the tables made, before there were migrations: what it holds is in <c>Kept/v7/README.md</c>.</summary>
internal static class KeptData
{
    public const string Key = "ruying_QCKpynHQcq85iZEuo7hDx_7-xiNJGYqM1ZzaYnGoNGQ";
    public const string Avatar = "01a20efa44c275b9bba09df34b160565";
    public const string Video = "01a20efa84897548adc3fc429f05d4ad";
    public const string UnfinishedVideo = "01a20efad7b5793a884bc8e4302c3143";
    public const string UnfinishedJob = "01a20efad7b670a582b9de2edcc0fbc3";

    public static string Backup { get; } = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Samples.HostClip.Path))!, "Ruying.Tests", "Kept", "v7", "backup.tar.gz");

    /// <summary>Its database alone.</summary>
    public static async Task DatabaseAsync(string path)
    {
        using var whole = new TempFolder();
        await BackupRestore.RestoreAsync(Backup, whole.File("data"), default);
        File.Copy(whole.File("data/ruying.db"), path);
    }
}
