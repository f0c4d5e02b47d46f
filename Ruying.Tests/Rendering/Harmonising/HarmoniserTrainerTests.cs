using Ruying.Pipeline.Rendering.Harmonising;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Rendering.Harmonising;

public sealed class HarmoniserTrainerTests(TestModels models) : IClassFixture<TestModels>, IDisposable
{
    private const int Pixels = 64 * 64;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_RealMouthsAreBrighter_LearnsToBrighten()
    {
        using var examples = Examples(brighter: 20);
        var losses = new List<double>();

        Trainer(60).Train([examples], null, _folder.File("checkpoint"), (_, loss) => losses.Add(loss), CancellationToken.None);

        losses[^1].ShouldBeLessThan(losses[0] / 2);
    }

    [Fact]
    public void Train_StoppedAndBegunAgain_GoesOnFromItsCheckpoint()
    {
        using var examples = Examples(brighter: 20);
        Trainer(10).Train([examples], null, _folder.File("checkpoint"), null, CancellationToken.None);
        var steps = 0;

        Trainer(14).Train([examples], null, _folder.File("checkpoint"), (_, _) => steps++, CancellationToken.None);

        steps.ShouldBe(4);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        using var examples = Examples(brighter: 20);
        using var stop = new CancellationTokenSource();
        var steps = 0;

        Should.Throw<OperationCanceledException>(() => Trainer(1000).Train(
            [examples], null, _folder.File("checkpoint"), (_, _) =>
            {
                if (++steps == 3)
                {
                    stop.Cancel();
                }
            },
            stop.Token));

        steps.ShouldBe(3);
    }

    [Fact]
    public void Open_CutShort_IsRefused()
    {
        Examples(1).Dispose();
        var path = _folder.File("examples");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - 1);
        }

        Should.Throw<InvalidDataException>(() => HarmoniserExamples.Open(path));
    }

    private HarmoniserTrainer Trainer(int steps) =>
        new(models.Sessions, new HarmoniserTrainingOptions { Steps = steps, Threads = 2 });

    private HarmoniserExamples Examples(byte brighter)
    {
        var random = new Random(1);
        var path = _folder.File("examples");
        using (var file = File.Create(path))
        {
            var example = new byte[HarmoniserExamples.Bytes];
            for (var i = 0; i < 8; i++)
            {
                random.NextBytes(example.AsSpan(0, HarmoniserView.Bytes));
                for (var k = 0; k < 3 * Pixels; k++)
                {
                    var warped = (byte)random.Next(60, 180);
                    example[(4 * Pixels) + k] = warped;
                    example[HarmoniserView.Bytes + k] = (byte)(warped + brighter);
                }

                example.AsSpan(HarmoniserView.Bytes + (3 * Pixels), Pixels).Fill(HarmoniserExamples.Once);
                file.Write(example);
            }
        }

        return HarmoniserExamples.Open(path);
    }
}
