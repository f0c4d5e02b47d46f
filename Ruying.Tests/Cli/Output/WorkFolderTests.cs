using Ruying.Cli.Output;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Cli.Output;

public sealed class WorkFolderTests : IDisposable
{
    private readonly CliTestHost _cli = new();

    [Fact]
    public void InCache_AfterAFailure_SameWorkGoesOnInTheSameFolder()
    {
        string first;
        using (var work = WorkFolder.InCache(_cli.Host, "build", "anna"))
        {
            first = work.Path;
            File.WriteAllText(Path.Combine(first, "stage"), "kept");
        }

        using var again = WorkFolder.InCache(_cli.Host, "build", "anna");
        again.Path.ShouldBe(first);
        File.ReadAllText(Path.Combine(again.Path, "stage")).ShouldBe("kept");
    }

    [Fact]
    public void InCache_Done_RemovesTheFolder()
    {
        using (var work = WorkFolder.InCache(_cli.Host, "build", "anna"))
        {
            work.Done();
        }

        Directory.EnumerateFileSystemEntries(Path.Combine(_cli.Host.CacheFolder, "work")).ShouldBeEmpty();
    }

    [Fact]
    public void InCache_SameWorkTwiceAtOnce_FoldersOfTheirOwn()
    {
        using var one = WorkFolder.InCache(_cli.Host, "build", "anna");
        using var two = WorkFolder.InCache(_cli.Host, "build", "anna");

        two.Path.ShouldNotBe(one.Path);
    }

    [Fact]
    public void InCache_FolderForgottenForAMonth_Removed()
    {
        string forgotten;
        using (var work = WorkFolder.InCache(_cli.Host, "build", "anna"))
        {
            forgotten = work.Path;
        }

        Directory.SetLastWriteTimeUtc(forgotten, _cli.Host.Time.GetUtcNow().UtcDateTime.AddDays(-30));
        using var other = WorkFolder.InCache(_cli.Host, "build", "ben");
        Directory.Exists(forgotten).ShouldBeFalse();
    }

    [Fact]
    public void At_Done_KeepsTheUsersFolder()
    {
        var own = Path.Combine(_cli.Folder, "own");
        using (var work = WorkFolder.At(own))
        {
            work.Done();
        }

        Directory.Exists(own).ShouldBeTrue();
    }

    public void Dispose() => _cli.Dispose();
}
