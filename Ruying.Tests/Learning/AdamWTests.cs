using Ruying.Pipeline.Learning;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Learning;

public sealed class AdamWTests
{
    [Fact]
    public void Step_ParabolicLoss_ReachesTheMinimum()
    {
        var parameters = Parameters();
        var optimizer = new AdamW(parameters) { Decay = 0 };

        for (var step = 0; step < 600; step++)
        {
            optimizer.Step(Slope(parameters), 0.02f);
        }

        parameters.All[0].Values.ShouldAllBe(v => Math.Abs(v - 2) < 0.05);
        optimizer.Average.All[0].Values.ShouldAllBe(v => Math.Abs(v - 2) < 0.2);
    }

    [Fact]
    public void Load_SavedInTheMiddle_GoesOnExactly()
    {
        using var folder = new TempFolder();
        var path = folder.File("state");
        var whole = Parameters();
        var optimizer = new AdamW(whole);
        for (var step = 0; step < 10; step++)
        {
            optimizer.Step(Slope(whole), 0.01f);
            if (step == 4)
            {
                optimizer.Save(path);
            }
        }

        var resumed = AdamW.Load(path, out var parameters);
        while (resumed.Steps < 10)
        {
            resumed.Step(Slope(parameters), 0.01f);
        }

        parameters.All[0].Values.ShouldBe(whole.All[0].Values);
        resumed.Average.All[0].Values.ShouldBe(optimizer.Average.All[0].Values);
    }

    [Fact]
    public void Load_CutShort_IsRefused()
    {
        using var folder = new TempFolder();
        var path = folder.File("state");
        new AdamW(Parameters()).Save(path);
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - 3);
        }

        Should.Throw<InvalidDataException>(() => AdamW.Load(path, out _));
    }

    private static ParameterSet Parameters()
    {
        var parameters = new ParameterSet();
        parameters.Get("a.weight", [2, 2], () => [0, 1, 3, 5]);
        return parameters;
    }

    private static float[][] Slope(ParameterSet parameters) => [[.. parameters.All[0].Values.Select(v => v - 2)]];
}
