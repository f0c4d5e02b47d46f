using System.Security.Cryptography;
using System.Text.Json;
using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Rendering;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Pipeline.Studio;

namespace Ruying.Pipeline.Avatars;

/// <summary>What is known of the footage when learning begins.</summary>
/// <param name="Footage">Brought to the inner clock.</param>
/// <param name="Track">The person's points, one entry a frame.</param>
/// <param name="Usable">Frames that may be remembered and played: face there, uncovered, not turned too far.</param>
/// <param name="Idle">Frames without speech and with a closed mouth.</param>
/// <param name="Voice">How the person speaks.</param>
public sealed record LearningInput(NormalisedFootage Footage, FaceTrack Track, bool[] Usable, bool[] Idle, VoiceMeasures Voice)
{
    /// <summary>How the person of the consent clip was compared; null without one.</summary>
    public ConsentMatch? Consent { get; init; }
}

/// <summary>Tracked footage in, avatar package out.</summary>
/// <param name="sessions">The process's networks.</param>
/// <param name="director">Hears the footage's own sound, to fit the speaker's range.</param>
/// <param name="time">The clock for the date of building.</param>
public sealed class AvatarLearner(OnnxSessions sessions, MotionDirector director, TimeProvider time)
{
    /// <summary>Most mouths remembered: six minutes of talking; longer footage is sampled evenly.</summary>
    private const int MostMouths = 9000;

    /// <summary>Fewest usable frames: one second.</summary>
    private const int FewestUsable = Clock.FramesPerSecond;

    private const int PosterSide = 640;

    /// <summary>Learns; the folder must be empty and holds the whole package on return.</summary>
    /// <param name="input">The tracked footage.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="name">The avatar's name.</param>
    /// <param name="consent">Who agreed, to what; may be null.</param>
    /// <param name="learnFrames">Learn from the first frames only (for evaluation on the rest, which needs no masks); null takes all.</param>
    /// <param name="engine">What makes the mouth, for the manifest; null is our own.</param>
    /// <param name="progress">Stage <c>learn</c>.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="FootageException"><c>footage.unusable</c>: under a second in which the mouth can be seen.</exception>
    public async Task<AvatarManifest> LearnAsync(
        LearningInput input, string folder, string name, string? consent, int? learnFrames = null, string? engine = null, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var learnt = input.Usable.Select((u, i) => u && i < (learnFrames ?? int.MaxValue)).ToArray();
        if (learnt.Count(u => u) < FewestUsable)
        {
            throw new FootageException("footage.unusable", "The mouth can be seen for less than a second of the footage: film the face from the front with nothing before the mouth.");
        }

        var track = CanonicalTrack.From(input.Track, templateFrames: learnFrames);
        var geometry = MouthGeometry.From(track, learnt);
        var crop = CropFrame.For(track, learnt);
        var mask = MouthMask.For(track, learnt, crop);
        var looks = await RememberAsync(input, track, learnt, crop, mask, folder, isWhole: learnFrames is null, progress, cancellationToken).ConfigureAwait(false);
        BaseFrame.Save(
            Path.Combine(folder, AvatarPackage.FramesName),
            [.. Enumerable.Range(0, track.Frames).Select(i => new BaseFrame(track.ToPicture[i], track.NoseBase[i], geometry.Centres[i], JawLine.Of(track.Shapes[i]), input.Usable[i], input.Idle[i], input.Track.EyeOpening(i), looks[i]))]);
        await using (var stream = File.Create(Path.Combine(folder, AvatarPackage.TrackName)))
        {
            input.Track.Save(stream);
        }

        File.Copy(input.Footage.VideoPath, Path.Combine(folder, AvatarPackage.BaseName));
        var manifest = new AvatarManifest
        {
            Version = AvatarManifest.CurrentVersion,
            Name = name,
            Consent = consent,
            ConsentMatch = input.Consent,
            Engine = engine == ModelStore.Own ? null : engine,
            Built = time.GetUtcNow(),
            Width = input.Footage.Width,
            Height = input.Footage.Height,
            Frames = track.Frames,
            Crop = crop,
            Mask = mask,
            Neutral = new NeutralMouth(geometry.NeutralShape, geometry.Neutral, geometry.NeutralWidth),
            Fit = Fit(input.Footage, geometry, learnt, cancellationToken),
            Template = track.Template,
            Voice = input.Voice,
            Files = await HashAsync(folder, cancellationToken).ConfigureAwait(false),
        };
        await File.WriteAllBytesAsync(
            Path.Combine(folder, AvatarPackage.ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, AvatarPackage.Json), cancellationToken).ConfigureAwait(false);
        var finished = await new MouthFinishFitter(sessions).FitAsync(folder, cancellationToken).ConfigureAwait(false);
        progress?.Report(new StageProgress("learn", 1));
        return finished;
    }

    // Gives back how each frame looks, up to the last that is remembered. The person's masks are made on the way, as each frame is seen.
    private async Task<BaseLook[]> RememberAsync(
        LearningInput input, CanonicalTrack track, bool[] learnt, CropFrame crop, MouthMask mask, string folder, bool isWhole, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        var step = Math.Max(1, (int)Math.Ceiling(learnt.Count(u => u) / (double)MostMouths));
        var poster = Enumerable.Range(0, learnt.Length).Where(i => learnt[i]).OrderByDescending(i => input.Idle[i]).First();
        var last = Array.FindLastIndex(learnt, u => u);
        using var writer = new MouthMemory.Writer(Path.Combine(folder, AvatarPackage.MouthsName), crop.Side);
        using var cutter = new MouthCrop(crop, mask);
        using var picture = new Mat();
        var looks = new BaseLook[track.Frames];
        var seen = 0;
        var frames = isWhole ? track.Frames : last + 1;
        await using var masks = isWhole ? new PersonMasks(sessions, Path.Combine(folder, AvatarPackage.MasksName)) : null;
        await foreach (var frame in VideoReader.ReadAsync(input.Footage.VideoPath, new VideoRange(0, frames), cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                var index = (int)frame.Index;
                progress?.Report(new StageProgress("learn", 0.95 * index / frames));
                await (masks?.AddAsync(frame, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
                if (index > last)
                {
                    continue;
                }

                looks[index] = BaseLook.Of(frame);
                if (index == poster)
                {
                    WritePoster(frame, Path.Combine(folder, AvatarPackage.PosterName));
                }

                if (learnt[index] && seen++ % step == 0)
                {
                    cutter.Cut(frame, track.ToPicture[index], picture);
                    writer.Add(index, picture, track.Shapes[index], cutter.Surroundings(picture));
                }
            }
        }

        await (masks?.CompleteAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        writer.Complete();
        return looks;
    }

    private static void WritePoster(VideoFrame frame, string path)
    {
        using var rgb = new Mat();
        FrameImage.ToRgb(frame, rgb);
        var scale = Math.Min(1.0, PosterSide / (double)Math.Max(rgb.Width, rgb.Height));
        using var small = new Mat();
        Cv2.Resize(rgb, small, new Size(), scale, scale, InterpolationFlags.Area);
        Cv2.CvtColor(small, small, ColorConversionCodes.RGB2BGR);
        Cv2.ImWrite(path, small, [new ImageEncodingParam(ImwriteFlags.JpegQuality, 90)]);
    }

    private static async Task<IReadOnlyDictionary<string, PackageFile>> HashAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, PackageFile>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            await using var stream = file.OpenRead();
            files[file.Name] = new PackageFile(file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)));
        }

        return files;
    }

    private SpeakerFit Fit(NormalisedFootage footage, MouthGeometry geometry, bool[] learnt, CancellationToken cancellationToken)
    {
        if (footage.AudioPath16k is null)
        {
            return SpeakerFit.None;
        }

        var real = new MouthMotion([.. geometry.Displacements.SelectMany(d => d)], new float[geometry.Displacements.Length * MouthMotion.Components]);
        return director.Learn(WavFile.Read(footage.AudioPath16k), real, learnt, cancellationToken);
    }
}
