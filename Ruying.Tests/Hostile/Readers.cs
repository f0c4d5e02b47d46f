using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Sound;
using Ruying.Tests.Media;
using Shouldly;

namespace Ruying.Tests.Hostile;

/// <summary>Everything that reads a user's media file.</summary>
internal static class Readers
{
    /// <summary>Far more than any of the small files may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const long MostBytes = 64L << 20;

    /// <summary>Each reads the file or refuses it with a code; none takes for ever, and none fills the disk.</summary>
    /// <returns>What came of it: <c>ok</c> or the code.</returns>
    public static async Task<string[]> ReadAllAsync(string path, TempFolder folder)
    {
        using var stop = new CancellationTokenSource(Longest);
        var work = folder.File("work-" + Path.GetFileNameWithoutExtension(path));
        var outcomes = new[]
        {
            await OutcomeAsync(() => MediaProbe.ProbeAsync(path, stop.Token)),
            await OutcomeAsync(() => Intake.NormaliseAsync(path, work, cancellationToken: stop.Token)),
            await OutcomeAsync(() => AudioReader.ReadAsync(path, 16_000, cancellationToken: stop.Token)),
            await OutcomeAsync(() => MusicBed.OpenAsync(path, stop.Token)),
        };
        if (Directory.Exists(work))
        {
            Directory.GetFiles(work, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length).ShouldBeLessThan(MostBytes);
            Directory.GetFiles(work, "*.partial", SearchOption.AllDirectories).ShouldBeEmpty();
        }

        return outcomes;
    }

    /// <summary>Anything but an error that the user is told of goes through and fails the test.</summary>
    public static async Task<string> OutcomeAsync(Func<Task> work)
    {
        try
        {
            await work();
            return "ok";
        }
        catch (RuyingException e)
        {
            return e.Code;
        }
    }
}
