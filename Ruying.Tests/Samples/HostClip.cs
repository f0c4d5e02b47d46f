namespace Ruying.Tests.Samples;

/// <summary>The sample clip of this repository.</summary>
internal static class HostClip
{
    /// <summary>Where it lies.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var clip = System.IO.Path.Combine(folder.FullName, "media-samples", "host.mp4");
            if (File.Exists(clip))
            {
                return clip;
            }
        }

        throw new FileNotFoundException("media-samples/host.mp4 is not in the checkout.");
    }
}
