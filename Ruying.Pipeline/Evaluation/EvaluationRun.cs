using Ruying.Pipeline.Speech.Alignment;
using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Numerics;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Evaluation;

/// <summary>The passes over the tested frames of one clip; each renders, measures and adds to the results.</summary>
internal sealed class EvaluationRun : IDisposable
{
    private readonly OnnxSessions _sessions;
    private readonly AvatarPackage _avatar;
    private readonly RealClip _real;
    private readonly MotionDirector _director;
    private readonly string _folder;
    private readonly Dictionary<string, object> _results;
    private readonly EvaluationRenderer _renderer;
    private readonly ClipComparer _comparer;
    private readonly float[][] _neutral;
    private readonly MouthShaper _shaper;
    private readonly List<ContactSheet> _sheets = [];

    public EvaluationRun(OnnxSessions sessions, AvatarPackage avatar, InferenceSession? harmoniser, RealClip real, MotionDirector director, string folder, Dictionary<string, object> results)
    {
        (_sessions, _avatar, _real, _director, _folder, _results) = (sessions, avatar, real, director, folder, results);
        _renderer = new EvaluationRenderer(avatar, real.Range.First, real.Frames, harmoniser);
        _comparer = new ClipComparer(sessions, ComparedPerson.Of(avatar.Manifest), real);
        _shaper = new MouthShaper(avatar.Manifest.Neutral.Shape, avatar.Manifest.Neutral.Width);
        _neutral = Shapes(MouthMotion.Neutral(real.Frames));
        Curves.Add(new EvaluationCurve("Real", real.Shapes, real.Usable));
    }

    /// <summary>How long rendering took in the pass that measures nothing on the way, decoding and encoding included.</summary>
    public double RenderSeconds { get; private set; }

    public IReadOnlyList<ContactSheet> Sheets => _sheets;

    public List<EvaluationCurve> Curves { get; } = [];

    public async Task<bool> TrueAsync(Action<double> done, CancellationToken cancellationToken)
    {
        using var pixels = new PixelMeasures(_avatar.Manifest.Crop, _avatar.Manifest.Mask);
        using var seen = await PassAsync("true", "True geometry", _real.Shapes, pixels, done, cancellationToken).ConfigureAwait(false);
        if (pixels.Frames > 0)
        {
            Put("psnr_mask_true", pixels.MaskPsnr);
            Put("psnr_lips_true", pixels.LipsPsnr);
            Put("ssim_mask_true", pixels.MaskSsim);
            Put("sharpness_true", pixels.Sharpness);
            Put("seam", pixels.Seam);
            Put("seam_colour", pixels.SeamColour);
            Put("psnr_mask_true_encoded", seen.Pixels.MaskPsnr);
            Put("sharpness_true_encoded", seen.Pixels.Sharpness);
            Put("seam_encoded", seen.Pixels.Seam);
        }

        PutIdentity("_true", seen);
        Put("aperture_r_true", seen.Motion?.ApertureCorrelation);
        Put("lmd_true", seen.Motion?.LipDistance);
        Put("jitter_true", seen.Motion?.Jitter);
        return true;
    }

    public async Task<bool> PredictedAsync(HeardPart heard, Action<double> done, CancellationToken cancellationToken)
    {
        var manifest = _avatar.Manifest;
        var neutral = manifest.Neutral.InWidths();
        Geometry("_base", _director.FromSound(heard.Sound, SpeakerFit.None, neutral, cancellationToken), heard);
        var motion = _director.FromSound(heard.Sound, manifest.Fit, neutral, cancellationToken);
        Geometry("_geometry", motion, heard);
        if (heard.Phonemes.Count > 0)
        {
            Geometry("_phonemes", _director.FromSpeech(heard.Phonemes, heard.Sound, manifest.Fit, neutral, cancellationToken), heard);
        }

        using var pixels = new PixelMeasures(manifest.Crop, manifest.Mask);
        using var seen = await PassAsync("predicted", "Driven by its own sound", Shapes(motion), pixels, done, cancellationToken).ConfigureAwait(false);
        if (seen.Motion is { } measured)
        {
            Put("aperture_r", measured.ApertureCorrelation);
            Put("width_r", measured.WidthCorrelation);
            Put("amplitude", measured.Amplitude);
            Put("av_offset_frames", measured.OffsetFrames);
            Put("lmd", measured.LipDistance);
            Put("lmd_neutral", measured.NeutralLipDistance);
            Put("jitter", measured.Jitter);
        }

        if (pixels.Frames > 0)
        {
            Put("psnr_mask_predicted", pixels.MaskPsnr);
            Put("psnr_lips_predicted", pixels.LipsPsnr);
            Put("sharpness_predicted", pixels.Sharpness);
        }

        PutIdentity("", seen);
        var real = ClosureMeasures.Of(_real.Shapes, _real.Usable, manifest.Neutral.Shape);
        var pauses = SpeechSpans.Pauses(heard.Spans, heard.Sound.Seconds);
        var closed = real.Sounds(heard.Phonemes);
        var paused = real.Pauses(pauses);
        Put("closure_share", seen.Gaps.Sounds(heard.Phonemes).Value);
        Put("closure_share_real", closed.Value);
        Put("closures_counted", closed.Count == 0 ? null : closed.Count);
        Put("closure_share_pauses", seen.Gaps.Pauses(pauses).Value);
        Put("closure_share_pauses_real", paused.Value);
        Put("pauses_counted", paused.Count == 0 ? null : paused.Count);
        LeadIn.Put(_results, "", seen.Gaps.LeadIns(heard.Spans));
        LeadIn.Put(_results, "_real", real.LeadIns(heard.Spans));
        return true;
    }

    public async Task<bool> SilentAsync(Action<double> done, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var pass = await _renderer.RenderAsync(_neutral, _real.Shapes, Path.Combine(_folder, "silent.mp4"), null, n => done(0.5 * n / _real.Frames), cancellationToken).ConfigureAwait(false);
        RenderSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var clip = await MeasuredClip.FromAsync(
            _sessions, VideoReader.ReadAsync(pass.Path, cancellationToken: cancellationToken), _avatar.Manifest.Template, null, n => done(0.5 + (0.5 * n / _real.Frames)), cancellationToken).ConfigureAwait(false);
        bool[] seen = [.. _real.Usable.Select((usable, t) => usable && t < clip.Present.Length && clip.Present[t])];
        Curves.Add(new EvaluationCurve("Driven by silence", clip.Shapes, seen));
        Put("silence_leak", MotionMeasures.Leak(clip.Shapes, _avatar.Manifest.Neutral.Shape, seen));
        _results["outside_difference"] = _renderer.OutsideDifference;
        return true;
    }

    public void Dispose()
    {
        foreach (var sheet in _sheets)
        {
            sheet.Dispose();
        }
    }

    private async Task<ClipComparison> PassAsync(
        string name, string title, float[][] shapes, PixelMeasures pixels, Action<double> done, CancellationToken cancellationToken)
    {
        var pass = await _renderer.RenderAsync(shapes, _real.Shapes, Path.Combine(_folder, $"{name}.mp4"), pixels, n => done(0.5 * n / _real.Frames), cancellationToken).ConfigureAwait(false);
        var sheet = new ContactSheet(title, _avatar, _real.Usable, pass);
        _sheets.Add(sheet);
        var seen = await _comparer.CompareAsync(pass.Path, _neutral, sheet.Look, n => done(0.5 + (0.5 * n / _real.Frames)), cancellationToken).ConfigureAwait(false);
        Curves.Add(new EvaluationCurve(title, seen.Clip.Shapes, seen.Seen));
        return seen;
    }

    /// <summary>A motion as it was predicted, before any pixel.</summary>
    private void Geometry(string ending, MouthMotion motion, HeardPart heard)
    {
        if (!_real.Usable.Contains(true))
        {
            return;
        }

        var measured = MotionMeasures.Compare(Shapes(motion), _real.Shapes, _neutral, _real.Usable);
        Put($"aperture_r{ending}", measured.ApertureCorrelation);
        Put($"width_r{ending}", measured.WidthCorrelation);
        Put($"amplitude{ending}", measured.Amplitude);
        Put($"av_offset_frames{ending}", measured.OffsetFrames);
        Put($"lmd{ending}", measured.LipDistance);
        Put($"jitter{ending}", measured.Jitter);
        Put($"closure_share{ending}", ClosureMeasures.Of(motion).Sounds(heard.Phonemes).Value);
    }

    private float[][] Shapes(MouthMotion motion)
    {
        // The sound may end a frame before the picture; the mouth is then closed.
        var rest = MouthMotion.Neutral(1);
        return [.. Enumerable.Range(0, _real.Frames).Select(t => _shaper.Shape(t < motion.Frames ? motion.Frame(t) : rest.Frame(0), _avatar.Frames[_real.Range.First + t]))];
    }

    private void PutIdentity(string ending, ClipComparison seen)
    {
        if (seen.Identity.Count > 0)
        {
            Put($"identity_mean{ending}", seen.Identity.Average());
            Put($"identity_p05{ending}", Smoothing.Percentile(seen.Identity, 0.05));
        }
    }

    private void Put(string key, double? value)
    {
        if (value is { } known)
        {
            _results[key] = known;
        }
    }

    private void Put(string key, int? value)
    {
        if (value is { } known)
        {
            _results[key] = known;
        }
    }
}
