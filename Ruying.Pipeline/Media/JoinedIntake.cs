namespace Ruying.Pipeline.Media;

/// <summary>Brings several clips to the inner clock and to one size, and joins them: pictures as they were encoded, sounds sample by sample.</summary>
internal static class JoinedIntake
{
    /// <summary>How far two shapes may be apart: 16:9 and 4:3 are 1.33 apart, upright and wide 3.2.</summary>
    private const double MostShapes = 1.5;

    private const int BlockSamples = 1 << 16;

    public static async Task<NormalisedFootage> NormaliseAsync(
        IReadOnlyList<string> sources, string workFolder, IntakeOptions options, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        if (sources.Count > Intake.MostClips)
        {
            throw new FootageException("footage.too_many", $"{sources.Count} clips are more than the {Intake.MostClips} that are joined: leave some out, or join them before.");
        }

        // 1. What is wrong with one of them is known before another is worked on.
        var clips = new List<MediaInfo>();
        foreach (var source in sources)
        {
            clips.Add(await Intake.ProbeAsync(source, cancellationToken).ConfigureAwait(false));
        }

        var seconds = clips.Sum(c => c.Seconds);
        Intake.RequireLength(seconds);
        var sizes = clips.Select(c => IntakeFilters.Size(c.Video!, options.LongestSide)).ToArray();
        RequireLikeShapes(sizes);
        var size = sizes.MaxBy(s => s.Width * s.Height);

        // 2. Each by itself, so that a killed attempt costs one.
        var parts = new List<NormalisedFootage>();
        var before = 0.0;
        for (var i = 0; i < sources.Count; i++)
        {
            var own = sizes[i] == size ? options : options with { Size = size };
            parts.Add(await Intake.NormaliseAsync(sources[i], workFolder, own, Part(progress, before, clips[i].Seconds, seconds), cancellationToken).ConfigureAwait(false));
            before += clips[i].Seconds;
        }

        // 3. One.
        var store = IntakeStore.OpenJoined(parts, workFolder);
        var footage = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (footage is null)
        {
            footage = await JoinAsync(parts, store, workFolder, options, cancellationToken).ConfigureAwait(false);
            await store.SaveAsync(footage, cancellationToken).ConfigureAwait(false);
        }

        progress?.Report(new StageProgress("intake", 1));
        return footage;
    }

    private static async Task<NormalisedFootage> JoinAsync(
        List<NormalisedFootage> parts, IntakeStore store, string workFolder, IntakeOptions options, CancellationToken cancellationToken)
    {
        DiskSpace.Require(workFolder, parts.Sum(p => Length(p.VideoPath) + Length(p.AudioPath16k) + Length(p.AudioPath48k)), "this footage", options.FreeBytes);
        var frames = parts.Sum(p => p.Frames);
        var heard = parts.Any(p => p.AudioPath16k is not null);
        await VideoAssembler.AssembleAsync([.. parts.Select(p => p.VideoPath)], wavPath: null, store.Video, new Dictionary<string, string>(), cancellationToken: cancellationToken).ConfigureAwait(false);
        if (heard)
        {
            JoinSounds([.. parts.Select(p => (p.AudioPath16k, p.Frames))], store.Audio16k, Clock.ModelSampleRate, cancellationToken);
            JoinSounds([.. parts.Select(p => (p.AudioPath48k, p.Frames))], store.Audio48k, Clock.OutputSampleRate, cancellationToken);
        }

        // What is said of all of them is said of the whole.
        var findings = parts[0].Findings.Where(f => parts.All(p => p.Findings.Any(other => other.Code == f.Code)));
        return new NormalisedFootage(
            store.Video, heard ? store.Audio16k : null, heard ? store.Audio48k : null,
            parts[0].Width, parts[0].Height, frames, (double)frames / Clock.FramesPerSecond, [.. findings])
        {
            Joins = [.. parts.Take(parts.Count - 1).Aggregate(new List<int>(), (joins, part) => [.. joins, (joins.Count > 0 ? joins[^1] : 0) + part.Frames])],
        };
    }

    // A clip without sound is silent.
    private static void JoinSounds(IReadOnlyList<(string? Path, int Frames)> parts, string path, int rate, CancellationToken cancellationToken)
    {
        using var joined = new WavWriter(path, rate);
        var block = new float[BlockSamples];
        foreach (var (part, frames) in parts)
        {
            using var sound = part is null ? null : WavSound.Open(part);
            var samples = (long)frames * rate / Clock.FramesPerSecond;
            for (long at = 0; at < samples; at += block.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var piece = block.AsSpan(0, (int)Math.Min(block.Length, samples - at));
                piece.Clear();
                sound?.Read(at, piece);
                joined.Write(piece);
            }
        }

        joined.Complete();
    }

    private static void RequireLikeShapes(IReadOnlyList<(int Width, int Height)> sizes)
    {
        var shapes = sizes.Select(s => (double)s.Width / s.Height).ToArray();
        if (shapes.Max() / shapes.Min() > MostShapes)
        {
            throw new FootageException("footage.shapes", "Some of the clips are upright and some are wide: give clips of one shape, or make an avatar of each shape.");
        }
    }

    private static long Length(string? path) => path is null ? 0 : new FileInfo(path).Length;

    private static PartProgress? Part(IProgress<StageProgress>? progress, double before, double part, double whole) =>
        progress is null ? null : new PartProgress(progress, before / whole, part / whole);

    private sealed class PartProgress(IProgress<StageProgress> whole, double first, double share) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => whole.Report(value with { Fraction = first + (share * Math.Min(value.Fraction, 0.99)) });
    }
}
