using Ruying.Cli.Output;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Cli.Output;

public sealed class OutputCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ruying-out-").FullName;

    [Fact]
    public void NewFolder_AbsentOrEmpty_FullPathAndNothingLeftBehind()
    {
        OutputCheck.NewFolder(Path.Combine(_folder, "a", "b")).ShouldBe(Path.Combine(_folder, "a", "b"));
        OutputCheck.NewFolder(_folder).ShouldBe(_folder);
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void NewFolder_BelowAFile_NotWritable()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Should.Throw<UsageException>(() => OutputCheck.NewFolder(Path.Combine(file, "avatar"))).Code.ShouldBe("output.not_writable");
        Should.Throw<UsageException>(() => OutputCheck.NewFolder(file)).Code.ShouldBe("output.is_a_file");
    }

    [Fact]
    public void NewFolderOrOurs_EarlierResult_Allowed()
    {
        File.WriteAllText(Path.Combine(_folder, "report.json"), "{}");

        OutputCheck.NewFolderOrOurs(_folder, "report.json").ShouldBe(_folder);
        Should.Throw<UsageException>(() => OutputCheck.NewFolderOrOurs(_folder, "avatar.json")).Code.ShouldBe("output.not_empty");
    }

    [Fact]
    public void Mp4_FolderGiven_SaysHowToNameAFile() =>
        Should.Throw<UsageException>(() => OutputCheck.Mp4(_folder)).Message.ShouldContain("video.mp4");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
