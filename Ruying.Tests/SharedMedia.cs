using Xunit;

namespace Ruying.Tests;

/// <summary>Real footage beside the checkout; absent on a user's machine, where tests that need it skip.</summary>
internal static class SharedMedia
{
    /// <summary>The folder <c>shared</c>, or null.</summary>
    public static string? Root { get; } = Find();

    /// <summary>A file below <c>shared</c>; skips the test where it is absent.</summary>
    /// <param name="relative">Such as <c>media/grid/s1/bbaf2n.mpg</c>.</param>
    public static string Require(string relative)
    {
        Skip.If(Root is null, "the folder ../shared with test footage is not here");
        var path = Path.Combine(Root!, relative);
        Skip.IfNot(File.Exists(path) || Directory.Exists(path), $"{relative} is not in ../shared");
        return path;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (File.Exists(Path.Combine(candidate, "media", "README.md")))
            {
                return candidate;
            }
        }

        return null;
    }
}
