using Ruying.Cli.Output;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Cli.Output;

public sealed class ProgressTests
{
    [Fact]
    public void LineProgress_ManyReports_OneLineAQuarter()
    {
        var output = new StringWriter { NewLine = "\n" };
        var progress = new LineProgress(output);
        for (var i = 0; i <= 100; i++)
        {
            progress.Report(new StageProgress("track", i / 100.0));
        }

        output.ToString().ShouldBe("track 0 %\ntrack 25 %\ntrack 50 %\ntrack 75 %\ntrack 100 %\n");
    }

    [Fact]
    public void StageTimes_TimeBetweenReports_BelongsToTheStageThatReports()
    {
        var time = new StepTime();
        var clock = new StageTimes(time, new LineProgress(TextWriter.Null));
        foreach (var (stage, seconds) in new[] { ("intake", 2), ("track", 3), ("track", 4) })
        {
            time.Seconds += seconds;
            clock.Report(new StageProgress(stage, 0.5));
        }

        clock.Seconds.ShouldBe(new Dictionary<string, double> { ["intake"] = 2, ["track"] = 7 });
    }

    [Theory]
    [InlineData("out/demo.mp4", "out/demo.mp4")]
    [InlineData("my film.mp4", "'my film.mp4'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("", "''")]
    public void Quote_Word_AsBashReadsItBack(string word, string expected) => Shell.Quote(word).ShouldBe(expected);

    private sealed class StepTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
