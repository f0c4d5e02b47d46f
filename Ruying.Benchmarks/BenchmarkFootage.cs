using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Evaluation;

namespace Ruying.Benchmarks;

/// <summary>The clip that is measured with, and a folder to work in.</summary>
public sealed class BenchmarkFootage : IDisposable
{
    private readonly string _given;

    public BenchmarkFootage(string? given, string? avatar)
    {
        Avatar = avatar;
        _given = given ?? (avatar is null ? FindSample() : "");
        Work = Directory.CreateTempSubdirectory("ruying-bench-").FullName;
    }

    /// <summary>An avatar to take instead of building one; null builds it.</summary>
    public string? Avatar { get; }

    /// <summary>Deleted at the end.</summary>
    public string Work { get; }

    /// <summary>The clip; a folder's clips are joined.</summary>
    public async Task<string> ClipAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_given))
        {
            return _given;
        }

        var joined = Path.Combine(Work, "joined.mp4");
        await ClipJoiner.JoinAsync(_given, joined, Path.Combine(Work, "join"), cancellationToken);
        return joined;
    }

    /// <summary>The folder of the clip's avatar, built where it is not there yet.</summary>
    public async Task<string> AvatarAsync(RuyingPipeline pipeline, CancellationToken cancellationToken)
    {
        var folder = Avatar ?? Path.Combine(Work, "avatar");
        if (!Directory.Exists(folder))
        {
            var clip = await ClipAsync(cancellationToken);
            (await pipeline.Avatars.BuildAsync([clip], folder, Path.Combine(Work, "build"), new AvatarOptions(), cancellationToken: cancellationToken)).Dispose();
        }

        return folder;
    }

    public void Dispose() => Directory.Delete(Work, recursive: true);

    private static string FindSample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var sample = Path.Combine(folder.FullName, "media-samples", "host.mp4");
            if (File.Exists(sample))
            {
                return sample;
            }
        }

        throw new FileNotFoundException("media-samples/host.mp4 is not there: give --footage FILE.");
    }
}
