using System.Security.Cryptography;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;

namespace Ruying.Pipeline.Videos;

/// <summary>Makes the sound of a video of somebody's recording: decoded, cleaned and trimmed as asked, its words found where they are known.</summary>
/// <param name="decoder">Reads it.</param>
/// <param name="synthesizer">Finds its words.</param>
/// <param name="hearing">Hears where somebody speaks; made when first needed.</param>
public sealed class RecordingIntake(IAudioDecoder decoder, ISpeechSynthesizer synthesizer, Lazy<VoiceActivity> hearing)
{
    private const string RecordingName = "recording.wav";

    /// <summary>Over this long what was cut off in the middle of a room's noise fades, seconds.</summary>
    private const double Fade = 0.01;

    private const int Block = 1 << 16;

    /// <summary>Takes a recording in.</summary>
    /// <param name="path">The user's file.</param>
    /// <param name="request">How; its transcript tells the words.</param>
    /// <param name="folder">The work folder.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <exception cref="FootageException">As of <see cref="IAudioDecoder.DecodeAsync"/>.</exception>
    /// <exception cref="ScriptException">As of <see cref="RecordedSpeech.Require"/> and <see cref="ISpeechSynthesizer.TimeAsync"/>.</exception>
    public async Task<SpokenTrack> TakeAsync(string path, VideoRequest request, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var decoded = Path.Combine(folder, RecordingName);
        await decoder.DecodeAsync(path, decoded, new AudioDecoding(Clock.OutputSampleRate, request.Sound.Denoise), cancellationToken).ConfigureAwait(false);
        using (var recording = WavSound.Open(decoded))
        {
            RecordedSpeech.Require(recording);
            if (request.Sound is { Lead: null, Tail: null })
            {
                File.Move(decoded, SpokenTrack.SoundIn(folder), overwrite: true);
            }
            else
            {
                using var heard = WavSound.Open(await AudioReader.AtRateAsync(decoded, Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false));
                var speech = await Task.Run(() => SpeechSpans.Of(hearing.Value.Listen(heard, cancellationToken)), cancellationToken).ConfigureAwait(false);
                Trim(recording, speech, request.Sound, SpokenTrack.SoundIn(folder));
            }
        }

        // A preview needs the words for captions only: to find them takes the whole recording.
        if (request.Transcript is not { } transcript || request is { Preview: not null, Captions.Wanted: false })
        {
            return Kept(SpokenTrack.Keep(folder, [], []), request);
        }

        using var sound = WavSound.Open(await AudioReader.AtRateAsync(SpokenTrack.SoundIn(folder), Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false));
        var times = await synthesizer.TimeAsync(transcript, request.Language, sound, cancellationToken).ConfigureAwait(false);
        return Kept(SpokenTrack.Keep(folder, times.Words, times.Phonemes), request);
    }

    /// <summary>Tells a recording from others by its content, wherever it lies.</summary>
    internal static string Mark(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static SpokenTrack Kept(SpokenTrack track, VideoRequest request)
    {
        if (request.Preview is { } preview)
        {
            track.CutSound(preview.HeardSeconds);
        }

        return track;
    }

    /// <summary>What is nearer to the speech than asked for stays; beyond the recording there is silence.</summary>
    private static void Trim(WavSound recording, IReadOnlyList<SpeechSpan> speech, SoundOptions options, string path)
    {
        var seconds = ((ISound)recording).Seconds;

        // Singing, or speech that nobody recognises: the recording's own ends.
        var (first, last) = speech.Count > 0 ? (speech[0].Start, Math.Min(speech[^1].End, seconds)) : (0, seconds);
        var from = (long)Math.Round((options.Lead is { } lead ? first - lead : 0) * recording.SampleRate);
        var to = (long)Math.Round((options.Tail is { } tail ? last + tail : seconds) * recording.SampleRate);
        var fade = (int)(Fade * recording.SampleRate);
        using var writer = new WavWriter(path, recording.SampleRate);
        var block = new float[Block];
        for (var at = from; at < to; at += Block)
        {
            var samples = block.AsSpan(0, (int)Math.Min(Block, to - at));
            recording.Read(at, samples);
            for (var i = 0; i < samples.Length; i++)
            {
                var inside = Math.Min(at + i - Math.Max(from, 0), Math.Min(to, recording.Length) - 1 - at - i);
                samples[i] *= inside >= fade ? 1 : Math.Max(inside, 0) / (float)fade;
            }

            writer.Write(samples);
        }

        writer.Complete();
    }
}
