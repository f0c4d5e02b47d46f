using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Tests.Media;
using Ruying.Tests.Samples;
using Xunit;

namespace Ruying.Tests.EndToEnd;

/// <summary>An avatar of the first ten seconds of the sample clip, built once for all tests of this collection.</summary>
public sealed class HostAvatar : IAsyncLifetime
{
    private readonly TempFolder _work = new();

    /// <summary>The pipeline that built it.</summary>
    public RuyingPipeline Pipeline { get; } = new(new PipelineOptions { Device = "cpu" });

    /// <summary>Ten seconds of the sample.</summary>
    public string Footage => _work.File("host.mp4");

    /// <summary>The avatar's folder.</summary>
    public string Folder => _work.File("avatar");

    /// <summary>Where the build kept its stages.</summary>
    public string BuildWork => _work.File("build");

    public async Task InitializeAsync()
    {
        await Ffmpeg.RunAsync("-i", HostClip.Path, "-t", "10", "-c", "copy", Footage);
        using var avatar = await Pipeline.Avatars.BuildAsync([Footage], Folder, BuildWork, new AvatarOptions { Name = "Host", Consent = "A test" });
    }

    public async Task DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _work.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class HostAvatarTests : ICollectionFixture<HostAvatar>
{
    public const string Name = "host avatar";
}
