using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Ruying.Pipeline;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;
using Ruying.Pipeline.Speech.Espeak;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Speech;

/// <summary>The real engine, or a skip that says why.</summary>
internal static class Espeak
{
    private static readonly OnnxSessions Sessions = new(new PipelineOptions { Device = "cpu", Threads = 1 });

    /// <summary>Times sentences with the model that ships.</summary>
    public static Lazy<SpeechWarp> Warp { get; } = new(() => SpeechWarp.Open(Sessions));

    /// <summary>Hears where somebody speaks, with the model that ships.</summary>
    public static Lazy<VoiceActivity> Hearing { get; } = new(() => new VoiceActivity(Sessions.Get("voice-activity", threads: 1)));

    public static SpeechSynthesizer Require(int maxHosts = 2) => Speaking(RequireEngine(maxHosts));

    /// <summary>A synthesizer of engines; the first must know its times.</summary>
    public static SpeechSynthesizer Speaking(params ISpeechEngine[] engines) => new(engines, Warp, Hearing);

    /// <summary>The engine alone.</summary>
    public static EspeakEngine RequireEngine(int maxHosts = 2)
    {
        var options = new SpeechHostOptions { MaxHosts = maxHosts };
        var isThere = NativeLibrary.TryLoad(options.LibraryName, out var library);
        Skip.IfNot(isThere, "libespeak-ng.so.1 is not installed");
        NativeLibrary.Free(library);
        return new EspeakEngine(options, NullLogger.Instance);
    }

    /// <summary>What must hold of every utterance.</summary>
    public static void ShouldBeSound(Utterance utterance, string script)
    {
        var (phonemes, words) = (utterance.Phonemes, utterance.Words);
        phonemes[0].Start.ShouldBe(0);
        phonemes[^1].End.ShouldBe(utterance.Audio.Seconds);
        phonemes[0].Ipa.ShouldBe("_");
        phonemes[^1].Ipa.ShouldBe("_");
        for (var i = 0; i < phonemes.Count; i++)
        {
            phonemes[i].End.ShouldBeGreaterThan(phonemes[i].Start);
            phonemes[i].Ipa.ShouldNotBeNullOrEmpty();
            phonemes[i].Ipa.ShouldNotContain(c => "ˈˌ()0123456789. ".Contains(c));
            if (i > 0)
            {
                phonemes[i].Start.ShouldBe(phonemes[i - 1].End);
                (phonemes[i].Ipa == "_" && phonemes[i - 1].Ipa == "_").ShouldBeFalse("two pauses in a row");
            }
        }

        for (var i = 0; i < words.Count; i++)
        {
            script.Substring(words[i].TextOffset, words[i].Text.Length).ShouldBe(words[i].Text);
            words[i].End.ShouldBeGreaterThanOrEqualTo(words[i].Start);
            words[i].End.ShouldBeLessThanOrEqualTo(utterance.Audio.Seconds);
            if (i > 0)
            {
                words[i].TextOffset.ShouldBeGreaterThanOrEqualTo(words[i - 1].TextOffset + words[i - 1].Text.Length);
                words[i].Start.ShouldBeGreaterThanOrEqualTo(words[i - 1].End);
            }
        }
    }

    /// <summary>Median fundamental frequency of the voiced parts, by autocorrelation.</summary>
    public static double FundamentalFrequency(PcmAudio audio)
    {
        const int Window = 1024;
        var found = new List<double>();
        for (var start = 0; start + Window + audio.SampleRate / 40 < audio.Samples.Length; start += audio.SampleRate / 20)
        {
            if (audio.Samples.AsSpan(start, Window).ToArray().Max(Math.Abs) > 0.08 && Period(audio, start, Window) is { } period)
            {
                found.Add(audio.SampleRate / (double)period);
            }
        }

        found.Sort();
        return found[found.Count / 2];
    }

    private static int? Period(PcmAudio audio, int start, int window)
    {
        var (best, bestLag) = (0.0, 0);
        for (var lag = audio.SampleRate / 500; lag < audio.SampleRate / 40; lag++)
        {
            double product = 0, left = 1e-9, right = 1e-9;
            for (var i = start; i < start + window; i++)
            {
                var (a, b) = (audio.Samples[i], audio.Samples[i + lag]);
                product += a * b;
                left += a * a;
                right += b * b;
            }

            // A little more is asked of longer periods, or every multiple would do.
            var correlation = product / Math.Sqrt(left * right);
            if (correlation > best * 1.03)
            {
                (best, bestLag) = (correlation, lag);
            }
        }

        return best > 0.75 ? bestLag : null;
    }
}
